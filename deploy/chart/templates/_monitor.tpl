{{/* One endpoint of a PodMonitor or a ServiceMonitor: (list $ values-of-the-monitor) */}}
{{- define "exporter.monitorEndpoint" -}}
{{- $root := index . 0 -}}
{{- $values := index . 1 -}}
port: metrics
path: /metrics
# A certificate's own `zone` and `name` win over a target's labels of that name.
honorLabels: true
scheme: {{ default (ternary "https" "http" (not (empty $root.Values.web.existingSecret))) $values.scheme }}
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
