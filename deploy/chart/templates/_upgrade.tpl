{{/*
What Kubernetes lets nobody change, seen before Helm begins to change anything: halfway through an upgrade both workloads would run.
`lookup` finds nothing in `helm template` and in Argo CD: there the API server is who refuses.
*/}}

{{/* An object of this release as the cluster has it, or an empty one: (list $ apiVersion kind name) */}}
{{- define "exporter.live" -}}
{{- $root := index . 0 -}}
{{- $live := lookup (index . 1) (index . 2) (include "exporter.namespace" $root) (index . 3) -}}
{{- $mine := eq (dig "metadata" "annotations" "meta.helm.sh/release-name" "" $live) $root.Release.Name -}}
{{- ternary $live dict $mine | toYaml -}}
{{- end -}}

{{- define "exporter.liveWorkload" -}}
{{- include "exporter.live" (list . "apps/v1" (include "exporter.workloadKind" .) (include "exporter.fullname" .)) -}}
{{- end -}}

{{- define "exporter.workloadKind" -}}
{{- ternary "StatefulSet" "Deployment" (not (empty (include "exporter.sharded" .))) -}}
{{- end -}}

{{/* The name of the StatefulSet's Service: what it was made with, since it cannot change. */}}
{{- define "exporter.serviceName" -}}
{{- $own := printf "%s-shards" (include "exporter.fullname" .) -}}
{{- $live := include "exporter.liveWorkload" . | fromYaml -}}
{{- .Values.sharding.serviceName | default (dig "spec" "serviceName" "" $live) | default $own -}}
{{- end -}}

{{/* A quantity such as 64Mi as a number of bytes. */}}
{{- define "exporter.bytes" -}}
{{- $number := regexFind "^[0-9]+(\\.[0-9]+)?" . -}}
{{- $unit := trimPrefix $number . -}}
{{- $bytes := float64 $number -}}
{{- range $power, $letter := list "k" "M" "G" "T" "P" "E" -}}
{{- $factor := ternary 1024.0 1000.0 (hasSuffix "i" $unit) -}}
{{- if eq (lower (trimSuffix "i" $unit)) (lower $letter) -}}
{{- range until (int (add1 $power)) -}}{{- $bytes = mulf $bytes $factor -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- if eq $unit "m" -}}{{- $bytes = divf (float64 $number) 1000.0 -}}{{- end -}}
{{- printf "%.3f" $bytes -}}
{{- end -}}

{{- define "exporter.upgradeChecks" -}}
{{- $name := include "exporter.fullname" . -}}
{{- $live := include "exporter.liveWorkload" . | fromYaml -}}
{{- $workload := printf "%s %s" (include "exporter.workloadKind" .) $name -}}
{{- $kubectl := printf "kubectl --namespace %s delete" (include "exporter.namespace" .) -}}
{{- $delete := printf "%s %s/%s" $kubectl (lower (include "exporter.workloadKind" .)) $name -}}
{{- if $live -}}
{{- if ne (toJson $live.spec.selector.matchLabels) (include "exporter.selectorLabels" . | fromYaml | toJson) -}}
{{- fail (printf "nameOverride: the %s selects its pods by other labels, which nobody can change: expected the nameOverride that it was made with, or delete it and upgrade again: %s" $workload $delete) -}}
{{- end -}}
{{- if include "exporter.sharded" . -}}
{{- $serviceName := dig "spec" "serviceName" "" $live -}}
{{- if ne $serviceName (include "exporter.serviceName" .) -}}
{{- fail (printf "sharding.serviceName: the %s was made with %q, which nobody can change: expected that, or delete it and upgrade again: %s" $workload $serviceName $delete) -}}
{{- end -}}
{{- include "exporter.shardVolumesCheck" (list . $live (printf "delete it and upgrade again: %s" $delete)) -}}
{{- end -}}
{{- end -}}
{{- if include "exporter.ownClaim" . -}}
{{- $claim := include "exporter.live" (list . "v1" "PersistentVolumeClaim" (printf "%s-state" $name)) | fromYaml -}}
{{- if $claim -}}
{{- $old := dig "resources" "requests" "storage" "" $claim.spec -}}
{{- $again := printf "delete it with its Deployment and upgrade again: %s deployment/%s persistentvolumeclaim/%s-state" $kubectl $name $name -}}
{{- if lt (float64 (include "exporter.bytes" .Values.state.persistence.size)) (float64 (include "exporter.bytes" $old)) -}}
{{- fail (printf "state.persistence.size: the claim %s-state asks for %s, and no claim can shrink: expected at least that, or %s" $name $old $again) -}}
{{- end -}}
{{- $class := dig "storageClassName" "" $claim.spec -}}
{{- if and .Values.state.persistence.storageClass (ne .Values.state.persistence.storageClass $class) -}}
{{- fail (printf "state.persistence.storageClass: the claim %s-state has %q, which nobody can change: expected that or nothing, or %s" $name $class $again) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* (list $ StatefulSet what-to-do) */}}
{{- define "exporter.shardVolumesCheck" -}}
{{- $root := index . 0 -}}
{{- $persistence := $root.Values.state.persistence -}}
{{- $name := include "exporter.fullname" $root -}}
{{- $old := dict -}}
{{- range dig "spec" "volumeClaimTemplates" list (index . 1) -}}{{- $old = . -}}{{- end -}}
{{- $said := printf "the StatefulSet %s was made with other volumes, which nobody can change: expected what it was made with, or %s" $name (index . 2) -}}
{{- if ne (empty $old) (empty (include "exporter.claims" $root)) -}}
{{- fail (printf "state.persistence.enabled: %s" $said) -}}
{{- else if $old -}}
{{- if ne (include "exporter.bytes" $persistence.size) (include "exporter.bytes" (dig "resources" "requests" "storage" "" $old.spec)) -}}
{{- fail (printf "state.persistence.size: %s" $said) -}}
{{- end -}}
{{- if and $persistence.storageClass (ne $persistence.storageClass (dig "storageClassName" "" $old.spec)) -}}
{{- fail (printf "state.persistence.storageClass: %s" $said) -}}
{{- end -}}
{{- if ne (toJson $persistence.annotations) (toJson (default dict $old.metadata.annotations)) -}}
{{- fail (printf "state.persistence.annotations: %s" $said) -}}
{{- end -}}
{{- end -}}
{{- end -}}
