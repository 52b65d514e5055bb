{{- define "exporter.podSpec" -}}
serviceAccountName: {{ include "exporter.serviceAccountName" . }}
{{ include "exporter.everyPod" . }}
terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
{{- if .Values.hostNetwork }}
hostNetwork: true
{{- end }}
{{- with default (ternary "ClusterFirstWithHostNet" "" .Values.hostNetwork) .Values.dnsPolicy }}
dnsPolicy: {{ . }}
{{- end }}
{{- range $key := list "dnsConfig" "hostAliases" "affinity" "initContainers" }}
{{- with index $.Values $key }}
{{ $key }}:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
containers:
  - name: exporter
    {{- include "exporter.container" . | nindent 4 }}
  {{- with .Values.sidecars }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
volumes:
  {{- include "exporter.volumes" . | nindent 2 }}
{{- with .Values.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- range . }}
  {{- $selector := dict "labelSelector" (dict "matchLabels" (include "exporter.selectorLabels" $ | fromYaml)) }}
  - {{- merge (deepCopy .) (ternary dict $selector (hasKey . "labelSelector")) | toYaml | nindent 4 }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* What holds for the pods of hooks and tests, too: no access to the cluster's API, the user, and where it may run. */}}
{{- define "exporter.everyPod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with include "exporter.pullSecrets" . | fromYamlArray }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  {{- toYaml .Values.podSecurityContext | nindent 2 }}
{{- range $key := list "priorityClassName" "runtimeClassName" }}
{{- with index $.Values $key }}
{{ $key }}: {{ . }}
{{- end }}
{{- end }}
{{- range $key := list "nodeSelector" "tolerations" }}
{{- with index $.Values $key }}
{{ $key }}:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "exporter.pullSecrets" -}}
{{- $secrets := list -}}
{{- range concat .Values.imagePullSecrets (default list .Values.global.imagePullSecrets) -}}
{{- $secrets = append $secrets (ternary (dict "name" .) . (kindIs "string" .)) -}}
{{- end -}}
{{- uniq $secrets | toYaml -}}
{{- end -}}

{{- define "exporter.container" -}}
image: {{ include "exporter.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
args:
  - run
  - --config=/etc/cloudflare-cert-exporter/config.yaml
  - --log-level={{ .Values.logLevel }}
  {{- with .Values.extraArgs }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with include "exporter.env" . }}
env:
  {{- . | nindent 2 }}
{{- end }}
ports:
  - name: metrics
    containerPort: {{ include "exporter.metricsPort" . }}
    protocol: TCP
  {{- with include "exporter.probePort" . }}
  - name: probes
    containerPort: {{ . }}
    protocol: TCP
  {{- end }}
{{- $port := ternary "probes" "metrics" (not (empty (include "exporter.probePort" .))) }}
# None of them depends on Cloudflare: an outage there must not restart or hide the one who reports it.
startupProbe:
  httpGet: {path: /healthz, port: {{ $port }}}
  periodSeconds: 1
  failureThreshold: {{ .Values.startupSeconds }}
livenessProbe:
  httpGet: {path: /healthz, port: {{ $port }}}
  {{- toYaml .Values.probes.liveness | nindent 2 }}
readinessProbe:
  httpGet: {path: /readyz, port: {{ $port }}}
  {{- toYaml .Values.probes.readiness | nindent 2 }}
securityContext:
  {{- toYaml .Values.containerSecurityContext | nindent 2 }}
{{- with .Values.resources }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumeMounts:
  - name: config
    mountPath: /etc/cloudflare-cert-exporter
    readOnly: true
  {{- if include "exporter.secretName" . }}
  - name: cloudflare
    mountPath: /var/run/secrets/cloudflare
    readOnly: true
  {{- end }}
  {{- if .Values.state.enabled }}
  - name: state
    mountPath: {{ include "exporter.stateFolder" . }}
  {{- end }}
  {{- if .Values.web.existingSecret }}
  - name: web
    mountPath: /etc/cloudflare-cert-exporter-web
    readOnly: true
  {{- end }}
  {{- if .Values.caBundle.configMap }}
  - name: ca-bundle
    mountPath: /etc/ca-bundle
    readOnly: true
  {{- end }}
  {{- with .Values.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{/* Paths and names only: no secret is ever in the environment. */}}
{{- define "exporter.env" -}}
{{- $env := list -}}
{{- if and (include "exporter.secretName" .) (not (dig "credentials" "default" "" .Values.config)) -}}
{{- $env = append $env (dict "name" "CLOUDFLARE_API_TOKEN_FILE" "value" (printf "/var/run/secrets/cloudflare/%s" (ternary "token" .Values.secret.key (not (empty .Values.token))))) -}}
{{- end -}}
{{- /* Empty: none, although the image names a path. The configuration may name another. */ -}}
{{- $state := ternary (printf "%s/state.json" (include "exporter.stateFolder" .)) "" .Values.state.enabled -}}
{{- $env = append $env (dict "name" "CLOUDFLARE_CERT_EXPORTER_STATE" "value" $state) -}}
{{- if .Values.caBundle.configMap -}}
{{- $env = append $env (dict "name" "NODE_EXTRA_CA_CERTS" "value" (printf "/etc/ca-bundle/%s" .Values.caBundle.key)) -}}
{{- end -}}
{{- with .Values.proxy.url -}}{{- $env = append $env (dict "name" "HTTPS_PROXY" "value" .) -}}{{- end -}}
{{- with .Values.proxy.noProxy -}}{{- $env = append $env (dict "name" "NO_PROXY" "value" .) -}}{{- end -}}
{{- if include "exporter.sharded" . -}}
{{- $env = append $env (dict "name" "SHARD_INDEX" "valueFrom" (dict "fieldRef" (dict "apiVersion" "v1" "fieldPath" "metadata.name"))) -}}
{{- $env = append $env (dict "name" "SHARD_TOTAL" "value" (toString .Values.sharding.total)) -}}
{{- end -}}
{{- range $name, $value := .Values.env -}}{{- $env = append $env (dict "name" $name "value" $value) -}}{{- end -}}
{{- concat $env .Values.extraEnv | toYaml -}}
{{- end -}}

{{- define "exporter.volumes" -}}
- name: config
  configMap:
    name: {{ include "exporter.configMapName" . }}
{{- with include "exporter.secretName" . }}
- name: cloudflare
  secret:
    secretName: {{ . }}
    # 0440, as every reader of YAML understands it: for the group that `fsGroup` sets.
    defaultMode: 288
    {{- if $.Values.secret.optional }}
    optional: true
    {{- end }}
{{- end }}
{{- if and .Values.state.enabled (not .Values.state.persistence.enabled) }}
- name: state
  emptyDir:
    sizeLimit: {{ .Values.state.sizeLimit }}
{{- else if and .Values.state.enabled (not (include "exporter.sharded" .)) }}
- name: state
  persistentVolumeClaim:
    claimName: {{ default (printf "%s-state" (include "exporter.fullname" .)) .Values.state.persistence.existingClaim }}
{{- end }}
{{- with .Values.web.existingSecret }}
- name: web
  secret:
    secretName: {{ . }}
    defaultMode: 288
{{- end }}
{{- with .Values.caBundle.configMap }}
- name: ca-bundle
  configMap:
    name: {{ . }}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* (list $ the-claim-or-template-that-is-there): where no class is named, it keeps its own. */}}
{{- define "exporter.claimSpec" -}}
{{- $persistence := (index . 0).Values.state.persistence -}}
accessModes: [ReadWriteOnce]
{{- with default (dig "spec" "storageClassName" "" (index . 1)) $persistence.storageClass }}
storageClassName: {{ . }}
{{- end }}
resources:
  requests:
    storage: {{ $persistence.size }}
{{- end -}}
