{{/* `https` where TLS is at the door: (list $ values-of-the-monitor) */}}
{{- define "exporter.scrapeScheme" -}}
{{- $root := index . 0 -}}
{{- default (ternary "https" "http" (and $root.Values.web.tls (not (empty (include "exporter.hasWebConfig" $root))))) (index . 1).scheme -}}
{{- end -}}

{{/* What a PodMonitor and a ServiceMonitor have in common: (list $ values-of-the-monitor) */}}
{{- define "exporter.monitorSpec" -}}
jobLabel: app.kubernetes.io/name
selector:
  matchLabels:
    {{- include "exporter.selectorLabels" (index . 0) | nindent 4 }}
{{- with (index . 1).podTargetLabels }}
podTargetLabels:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with (index . 1).sampleLimit }}
sampleLimit: {{ . | int64 }}
{{- end }}
{{- end -}}

{{/* One endpoint of a PodMonitor or a ServiceMonitor: (list $ values-of-the-monitor) */}}
{{- define "exporter.monitorEndpoint" -}}
{{- $values := index . 1 -}}
port: metrics
path: /metrics
# A certificate's own `zone` and `name` win over a target's labels of that name.
honorLabels: true
scheme: {{ include "exporter.scrapeScheme" . }}
{{- with $values.interval }}
interval: {{ . }}
{{- end }}
{{- with $values.scrapeTimeout }}
scrapeTimeout: {{ . }}
{{- end }}
{{- range $key := list "tlsConfig" "basicAuth" "relabelings" "metricRelabelings" }}
{{- with index $values $key }}
{{ $key }}:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end -}}
