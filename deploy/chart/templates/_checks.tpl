{{/* What a schema cannot say, or not in words that help. Included once, by the workload. */}}
{{- define "exporter.checks" -}}
{{- $config := .Values.config -}}
{{- if eq (toString .Values.enabled) "false" -}}
{{- fail "enabled: nothing names it as a condition, so the chart would be installed all the same: expected true, or in the umbrella chart condition: cloudflare-cert-exporter.enabled beside the dependency" -}}
{{- end -}}
{{- if .Values.existingConfigMap -}}
{{- if $config -}}{{- fail "config and existingConfigMap: expected one of them" -}}{{- end -}}
{{- else if not (or $config.certificates $config.hostnames $config.zones $config.accounts $config.bundles $config.discover_zones) -}}
{{- fail "config: nothing to watch: expected config.certificates with at least one entry (or hostnames, zones, accounts, bundles, discover_zones), or an existingConfigMap" -}}
{{- end -}}
{{- if $config.shard -}}{{- fail "config.shard: every pod has its own: expected sharding.total instead" -}}{{- end -}}
{{- range $key := list "listen" "probe_listen" -}}
{{- $address := dig "server" $key "" $config -}}
{{- if and $address (not (regexMatch "^(0\\.0\\.0\\.0|\\[::\\])?:[0-9]+$" $address)) -}}
{{- fail (printf "config.server.%s: %q is not an address that Prometheus and the kubelet can reach: expected a port on all addresses, such as \":9977\"" $key $address) -}}
{{- end -}}
{{- if and $address (lt (int (include "exporter.portOf" $address)) 1024) -}}
{{- fail (printf "config.server.%s: the user is not root: expected a port from 1024" $key) -}}
{{- end -}}
{{- end -}}
{{- if eq (include "exporter.metricsPort" .) (include "exporter.probePort" .) -}}
{{- fail "config.server.probe_listen: the same port as server.listen: expected another" -}}
{{- end -}}
{{- if eq (toString .Values.service.port) (include "exporter.probePort" .) -}}
{{- fail (printf "service.port: %d is the port of the probes: expected another" (int .Values.service.port)) -}}
{{- end -}}
{{- $statePath := dig "state" "path" "" $config -}}
{{- if and $statePath (not .Values.state.enabled) -}}
{{- fail "config.state.path: the root file system is read-only: expected state.enabled=true, which mounts a volume" -}}
{{- end -}}
{{- if and $statePath (not (hasPrefix (printf "%s/" (include "exporter.stateFolder" .)) $statePath)) -}}
{{- fail (printf "config.state.path: expected a file in %s, where the volume is" (include "exporter.stateFolder" .)) -}}
{{- end -}}
{{- $persistence := .Values.state.persistence -}}
{{- if $persistence.enabled -}}
{{- if not .Values.state.enabled -}}{{- fail "state.persistence.enabled: expected state.enabled=true with it" -}}{{- end -}}
{{- if and (gt (int .Values.replicas) 1) (not (include "exporter.sharded" .)) -}}
{{- fail "replicas: one volume cannot hold the state of several pods: expected replicas=1, or state.persistence.enabled=false" -}}
{{- end -}}
{{- if and $persistence.existingClaim (include "exporter.sharded" .) -}}
{{- fail "state.persistence.existingClaim: every shard needs a volume of its own: expected it empty" -}}
{{- end -}}
{{- end -}}
{{- if and (include "exporter.sharded" .) (gt (int .Values.replicas) 1) -}}
{{- fail "replicas: every shard has one pod: expected replicas=1 with sharding.total above 1" -}}
{{- end -}}
{{- $pace := int (dig "cloudflare" "requests_per_5m" (include "exporter.defaults.requestsPer5m" . | int) $config) -}}
{{- $fewestEach := include "exporter.defaults.fewestRequestsPer5m" . | int -}}
{{- $fewest := mul $fewestEach (int .Values.sharding.total) -}}
{{- if and (include "exporter.sharded" .) (lt $pace (int $fewest)) (not .Values.existingConfigMap) -}}
{{- fail (printf "sharding.total: %d requests in five minutes are too few for %d shards: expected config.cloudflare.requests_per_5m to be at least %d for each, which is %d" $pace (int .Values.sharding.total) $fewestEach $fewest) -}}
{{- end -}}
{{- if and .Values.podMonitor.enabled .Values.serviceMonitor.enabled -}}
{{- fail "podMonitor.enabled and serviceMonitor.enabled: everything would be scraped twice: expected one of them" -}}
{{- end -}}
{{- range $key := list "podMonitor" "serviceMonitor" -}}
{{- $monitor := index $.Values $key -}}
{{- if and $monitor.enabled $monitor.basicAuth (ne (include "exporter.scrapeScheme" (list $ $monitor)) "https") -}}
{{- fail (printf "%s.basicAuth: the password would go over the network in clear text: expected scheme https, and TLS at the door (web.existingSecret)" $key) -}}
{{- end -}}
{{- end -}}
{{- if not (or .Values.secret.name .Values.token .Values.existingConfigMap $config.credentials) -}}
{{- fail "secret.name: no credentials: expected the name of a Secret, or config.credentials that say where they are" -}}
{{- end -}}
{{- $strategy := default "" .Values.updateStrategy.type -}}
{{- if eq $strategy (ternary "Recreate" "OnDelete" (not (empty (include "exporter.sharded" .)))) -}}
{{- fail (printf "updateStrategy.type: a %s has no %s: expected another" (include "exporter.workloadKind" .) $strategy) -}}
{{- end -}}
{{- if and .Values.validateHook.enabled (dig "server" "web_config_file" "" $config) (not .Values.web.existingSecret) -}}
{{- fail "validateHook.enabled: the Job cannot read config.server.web_config_file, which is on a volume of your own: expected web.existingSecret, or validateHook.enabled=false" -}}
{{- end -}}
{{- range concat .Values.initContainers .Values.sidecars -}}
{{- if eq .name "exporter" -}}{{- fail "initContainers, sidecars: exporter is the chart's own container: expected another name" -}}{{- end -}}
{{- end -}}
{{- range .Values.extraVolumes -}}
{{- if has .name (list "config" "cloudflare" "state" "web" "ca-bundle") -}}
{{- fail (printf "extraVolumes: %s is the chart's own: expected another name" .name) -}}
{{- end -}}
{{- end -}}
{{- $variables := keys .Values.env -}}
{{- range .Values.extraEnv -}}{{- $variables = append $variables .name -}}{{- end -}}
{{- range $name := $variables | uniq -}}
{{- $times := 0 -}}
{{- range $variables -}}{{- if eq . $name -}}{{- $times = add1 $times -}}{{- end -}}{{- end -}}
{{- if gt (int $times) 1 -}}{{- fail (printf "env, extraEnv: %s is there twice: expected it once" $name) -}}{{- end -}}
{{- if has $name (list "CLOUDFLARE_API_TOKEN" "CLOUDFLARE_API_KEY") -}}
{{- fail (printf "env.%s: a secret does not belong into the environment: expected the Secret that secret.name names, which is mounted as files" $name) -}}
{{- end -}}
{{- if has $name (list "CLOUDFLARE_API_TOKEN_FILE" "CLOUDFLARE_CERT_EXPORTER_STATE" "HTTPS_PROXY" "NO_PROXY" "NODE_EXTRA_CA_CERTS" "SHARD_INDEX" "SHARD_TOTAL") -}}
{{- fail (printf "env.%s: the chart sets it: expected secret, state, proxy, caBundle or sharding instead" $name) -}}
{{- end -}}
{{- end -}}
{{- with .Values.proxy.url -}}
{{- if contains "@" . -}}
{{- fail "proxy.url: a password in it would stand in the environment: expected the URL of a proxy without one" -}}
{{- end -}}
{{- if not (regexMatch "^https?://[^/\\s]+/?$" .) -}}
{{- fail "proxy.url: expected a URL such as http://proxy.example.com:3128" -}}
{{- end -}}
{{- end -}}
{{- range .Values.extraVolumeMounts -}}
{{- if has .mountPath (list "/app" "/etc/cloudflare-cert-exporter" "/var/run/secrets/cloudflare") -}}
{{- fail (printf "extraVolumeMounts: %s is the chart's own: expected another mountPath" .mountPath) -}}
{{- end -}}
{{- end -}}
{{- end -}}
