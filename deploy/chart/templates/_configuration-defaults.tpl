{{- /* Made of src/config/schema/defaults.ts by `npm run render`. */ -}}
{{- define "exporter.defaults.requestsPer5m" -}}600{{- end -}}
{{- define "exporter.defaults.fewestRequestsPer5m" -}}2{{- end -}}
