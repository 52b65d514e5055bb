{{- define "exporter.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* 52 characters: a StatefulSet's pods and its revision label add to it. */}}
{{- define "exporter.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else if contains (include "exporter.name" .) .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "exporter.name" .) | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "exporter.namespace" -}}
{{- default .Release.Namespace .Values.namespaceOverride -}}
{{- end -}}

{{- define "exporter.selectorLabels" -}}
app.kubernetes.io/name: {{ include "exporter.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Pods of hooks and tests have another name, or the Service would send scrapes to them: (list $ suffix) */}}
{{- define "exporter.helperLabels" -}}
app.kubernetes.io/name: {{ printf "%s-%s" (include "exporter.name" (index . 0) | trunc 52 | trimSuffix "-") (index . 1) }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
{{- end -}}

{{/* The chart's own come last and win: a selector must never be changed by a common label. */}}
{{- define "exporter.labels" -}}
{{- $own := dict "app.kubernetes.io/name" (include "exporter.name" .) "app.kubernetes.io/instance" .Release.Name "app.kubernetes.io/version" .Chart.AppVersion "app.kubernetes.io/managed-by" .Release.Service "helm.sh/chart" (printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63) -}}
{{- merge $own .Values.commonLabels | toYaml -}}
{{- end -}}

{{/* Labels of the chart with more of an object's own: (list $ more) */}}
{{- define "exporter.labelsWith" -}}
{{- $labels := include "exporter.labels" (index . 0) | fromYaml -}}
{{- merge $labels (index . 1) | toYaml -}}
{{- end -}}

{{- define "exporter.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "exporter.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "exporter.image" -}}
{{- $repository := .Values.image.repository -}}
{{- with .Values.image.registry -}}{{- $repository = printf "%s/%s" . $repository -}}{{- end -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{- define "exporter.configMapName" -}}
{{- default (include "exporter.fullname" .) .Values.existingConfigMap -}}
{{- end -}}

{{- define "exporter.secretName" -}}
{{- if .Values.token -}}{{- printf "%s-token" (include "exporter.fullname" .) -}}{{- else -}}{{- .Values.secret.name -}}{{- end -}}
{{- end -}}

{{- define "exporter.sharded" -}}
{{- if gt (int .Values.sharding.total) 1 -}}true{{- end -}}
{{- end -}}

{{/* Whether the state is on volumes that outlive a pod, and whether on a claim that the chart makes for the one pod. */}}
{{- define "exporter.claims" -}}
{{- if and .Values.state.enabled .Values.state.persistence.enabled -}}true{{- end -}}
{{- end -}}

{{- define "exporter.ownClaim" -}}
{{- if and (include "exporter.claims" .) (not (include "exporter.sharded" .)) (not .Values.state.persistence.existingClaim) -}}true{{- end -}}
{{- end -}}

{{- define "exporter.stateFolder" -}}/var/lib/cloudflare-cert-exporter{{- end -}}

{{/* The port of an address to listen on, such as :9977 or [::]:9977. */}}
{{- define "exporter.portOf" -}}{{- regexFind "[0-9]+$" . -}}{{- end -}}

{{- define "exporter.metricsPort" -}}
{{- include "exporter.portOf" (dig "server" "listen" ":9977" .Values.config) -}}
{{- end -}}

{{/* Whether the chart knows of a web configuration: in its Secret, or on a volume of the user's own. */}}
{{- define "exporter.hasWebConfig" -}}
{{- if or .Values.web.existingSecret (dig "server" "web_config_file" "" .Values.config) -}}true{{- end -}}
{{- end -}}

{{/* Empty where probes use the metrics' port. */}}
{{- define "exporter.probePort" -}}
{{- $listen := dig "server" "probe_listen" "" .Values.config -}}
{{- if $listen -}}
{{- include "exporter.portOf" $listen -}}
{{- else if or .Values.probePort.enabled (include "exporter.hasWebConfig" .) -}}
9978
{{- end -}}
{{- end -}}

{{/* The configuration file: what the values say, and what only the chart knows. */}}
{{- define "exporter.config" -}}
{{- $config := deepCopy .Values.config -}}
{{- $server := default dict $config.server -}}
{{- if and .Values.web.existingSecret (not $server.web_config_file) -}}
{{- $_ := set $server "web_config_file" (printf "/etc/cloudflare-cert-exporter-web/%s" .Values.web.key) -}}
{{- end -}}
{{- $probePort := include "exporter.probePort" . -}}
{{- if and $probePort (not $server.probe_listen) -}}
{{- $_ := set $server "probe_listen" (printf ":%s" $probePort) -}}
{{- end -}}
{{- if and .Values.externalUrl (not $server.external_url) -}}
{{- $_ := set $server "external_url" .Values.externalUrl -}}
{{- end -}}
{{- if $server -}}{{- $_ := set $config "server" $server -}}{{- end -}}
{{- toYaml $config -}}
{{- end -}}

{{/* Where packets go, for the NetworkPolicy: the port of a URL, or its scheme's. */}}
{{- define "exporter.portOfUrl" -}}
{{- $url := urlParse . -}}
{{- $port := regexFind "[0-9]+$" (regexFind ":[0-9]+$" $url.host) -}}
{{- if $port -}}{{- $port -}}{{- else if eq $url.scheme "http" -}}80{{- else -}}443{{- end -}}
{{- end -}}
