{{/* What `prometheusRule.alerts` says of a rule; what names its severity counts more: (list $ rule) */}}
{{- define "exporter.alertOverride" -}}
{{- $alerts := (index . 0).Values.prometheusRule.alerts -}}
{{- $rule := index . 1 -}}
{{- $override := deepCopy (default dict (index $alerts $rule.alert)) -}}
{{- range $key, $value := default dict (index $alerts (printf "%s/%s" $rule.alert $rule.labels.severity)) -}}
{{- if kindIs "map" $value -}}{{- $value = merge (deepCopy $value) (default dict (index $override $key)) -}}{{- end -}}
{{- $_ := set $override $key $value -}}
{{- end -}}
{{- toYaml $override -}}
{{- end -}}

{{/* Labels that somebody adds must not hide those that alerts have: (list $ where labels what-has-the-severity) */}}
{{- define "exporter.alertLabelChecks" -}}
{{- $where := index . 1 -}}
{{- $alert := index . 3 -}}
{{- $own := (index . 0).Files.Get "files/labels-of-alerts.json" | fromJsonArray -}}
{{- range $name, $_ := index . 2 -}}
{{- if eq $name "severity" -}}
{{- fail (printf "%s.severity: the chart tells alerts of one name apart by it: expected %s.severity" $where $alert) -}}
{{- end -}}
{{- if has $name $own -}}
{{- fail (printf "%s.%s: alerts have a label of this name, by which they are told apart: expected another name" $where $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The names under which alerts can be changed, checked against what is said of them: (list $ groups) */}}
{{- define "exporter.alertChecks" -}}
{{- $severities := dict -}}
{{- range index . 1 -}}{{- range .rules -}}{{- if .alert -}}
{{- $_ := set $severities .alert (append (default list (index $severities .alert)) .labels.severity) -}}
{{- end -}}{{- end -}}{{- end -}}
{{- $known := list -}}
{{- range $name, $each := $severities -}}
{{- $known = append $known $name -}}
{{- if gt (len $each) 1 -}}{{- range $each -}}{{- $known = append $known (printf "%s/%s" $name .) -}}{{- end -}}{{- end -}}
{{- end -}}
{{- $root := index . 0 -}}
{{- include "exporter.alertLabelChecks" (list $root "prometheusRule.alertLabels" $root.Values.prometheusRule.alertLabels "prometheusRule.alerts.NAME") -}}
{{- range $name, $override := $root.Values.prometheusRule.alerts -}}
{{- if not (has $name $known) -}}
{{- fail (printf "prometheusRule.alerts.%s: there is no such alert: expected one of %s" $name (join ", " $known)) -}}
{{- end -}}
{{- $where := printf "prometheusRule.alerts.%s" $name -}}
{{- $each := default list (index $severities $name) -}}
{{- $labels := default dict $override.labels -}}
{{- /* One alert may have another severity this way, too. */ -}}
{{- $checked := ternary $labels (omit $labels "severity") (gt (len $each) 1) -}}
{{- include "exporter.alertLabelChecks" (list $root (printf "%s.labels" $where) $checked $where) -}}
{{- if and (gt (len $each) 1) (or $override.severity $override.expr) -}}
{{- fail (printf "prometheusRule.alerts.%s: %d alerts have this name, and severity or expr would make them the same: expected %s/%s" $name (len $each) $name (join (printf " or %s/" $name) $each)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* "true" for a family that `config.metrics` leaves out: (list $ uses family) */}}
{{- define "exporter.isFamilyLeftOut" -}}
{{- $uses := index . 1 -}}
{{- $family := index . 2 -}}
{{- $metrics := dig "metrics" dict (default dict (index . 0).Values.config) -}}
{{- $isLeftOut := and (eq (dig "preset" "full" $metrics) "minimal") (not (has $family $uses.minimal)) -}}
{{- range $pattern := dig "deny" list $metrics -}}
{{- $isLeftOut = or $isLeftOut (regexMatch (printf "^%s$" (replace "*" ".*" $pattern)) $family) -}}
{{- end -}}
{{- if and $isLeftOut (ne $family "cloudflare_cert_exporter_build_info") -}}true{{- end -}}
{{- end -}}

{{/* "true" for an alert that can never fire, because `config.metrics` leaves out what it needs: (list $ rule) */}}
{{- define "exporter.alertIsBlind" -}}
{{- $root := index . 0 -}}
{{- $rule := index . 1 -}}
{{- $uses := $root.Files.Get "files/families-of-alerts.json" | fromJson -}}
{{- $own := index $uses.alerts (printf "%s/%s" $rule.alert $rule.labels.severity) -}}
{{- $isBlind := gt (len $own.anyOf) 0 -}}
{{- range $own.anyOf -}}
{{- if not (include "exporter.isFamilyLeftOut" (list $root $uses .)) -}}{{- $isBlind = false -}}{{- end -}}
{{- end -}}
{{- range $own.needs -}}
{{- if include "exporter.isFamilyLeftOut" (list $root $uses .) -}}{{- $isBlind = true -}}{{- end -}}
{{- end -}}
{{- if $isBlind -}}true{{- end -}}
{{- end -}}

{{/* Where people reach the exporter, without a slash at the end. Empty if nobody said so. */}}
{{- define "exporter.externalUrl" -}}
{{- $server := default dict (default dict .Values.config).server -}}
{{- default (default "" $server.external_url) .Values.externalUrl | trimSuffix "/" -}}
{{- end -}}

{{/* Where the runbook of an alert is. The exporter cannot serve that of an alert which says that it is down: (list $ rule) */}}
{{- define "exporter.runbookUrl" -}}
{{- $root := index . 0 -}}
{{- $rule := index . 1 -}}
{{- $usual := $rule.annotations.runbook_url -}}
{{- $base := trimSuffix "/" $root.Values.prometheusRule.runbookBaseUrl -}}
{{- $own := include "exporter.externalUrl" $root -}}
{{- $isServedByExporter := and $own (hasPrefix (printf "%s/" $own) $base) -}}
{{- $saysThatItIsDown := has $rule.alert (list "CloudflareCertExporterDown" "CloudflareCertExporterShardMissing") -}}
{{- if or (not $base) (and $isServedByExporter $saysThatItIsDown) -}}
{{- $usual -}}
{{- else -}}
{{- printf "%s/%s" $base (regexFind "[^/]+$" $usual) -}}
{{- end -}}
{{- end -}}

{{/*
The annotation that leads to the alert's row of the status page, to its zone or account, or to its credential: a template for Prometheus. Empty if
nobody said where the page is.
*/}}
{{- define "exporter.dashboardUrl" -}}
{{- $url := include "exporter.externalUrl" . -}}
{{- if $url -}}
{{- $url -}}
{{- `/{{ with $labels.certificate_id }}?open={{ $labels.kind }}/{{ $labels.zone_id }}{{ $labels.account_id }}/{{ urlquery . }}#details` -}}
{{- `{{ else }}{{ with $labels.hostname }}?open=hostnames/{{ $labels.zone_id }}/{{ . }}#details` -}}
{{- `{{ else }}{{ with or $labels.zone_id $labels.account_id }}?zone={{ . }}` -}}
{{- `{{ else }}{{ with $labels.credentials }}?open=credentials/{{ urlquery . }}#details{{ end }}{{ end }}{{ end }}{{ end }}` -}}
{{- end -}}
{{- end -}}
