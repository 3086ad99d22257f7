{{/* What all pods have in common. */}}

{{/* Call: (dict "root" $ "component" "silo"). */}}
{{- define "movies.image" -}}
{{- $digest := index .root.Values.image.digests .component -}}
{{- $name := printf "%s/movies-%s" .root.Values.image.registry .component -}}
{{- if $digest -}}{{ $name }}@{{ $digest }}{{- else -}}{{ $name }}:{{ default .root.Chart.AppVersion .root.Values.image.tag }}{{- end -}}
{{- end -}}

{{/* What a pod has beside its containers. Call: (dict "root" $ "component" "silo" "values" .Values.silo "account" "…" "selector" "…"). */}}
{{- define "movies.pod" -}}
serviceAccountName: {{ .account }}
automountServiceAccountToken: false
{{- /* Variables that Kubernetes makes of services (MOVIES_SILO_PORT=tcp://…) would be taken for settings. */}}
enableServiceLinks: false
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- /* It goes on answering while it drains, and then has 20 s for what is under way; 10 s are to spare. */}}
terminationGracePeriodSeconds: {{ add .values.drain 30 }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1654
  runAsGroup: 1654
  fsGroup: 1654
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: topology.kubernetes.io/zone
    whenUnsatisfiable: {{ .values.zoneSpread }}
    labelSelector:
      matchLabels:
        {{- .selector | nindent 8 }}
    matchLabelKeys: [{{ .revisionLabel }}]
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: {{ .values.hostSpread }}
    labelSelector:
      matchLabels:
        {{- .selector | nindent 8 }}
    matchLabelKeys: [{{ .revisionLabel }}]
{{- with .values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* What a container has beside its environment. Call: (dict "root" $ "component" "silo" "values" .Values.silo "port" 8081). */}}
{{- define "movies.container" -}}
{{- $scheme := upper (include "movies.scheme" .root) -}}
image: {{ include "movies.image" . }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
resources:
  {{- toYaml .values.resources | nindent 2 }}
{{- /* Alive is not ready: a process that loads, or has lost its database, is not helped by another start. */}}
startupProbe:
  httpGet:
    path: /livez
    port: http
    scheme: {{ $scheme }}
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: {{ div (add .values.startupSeconds 4) 5 }}
readinessProbe:
  httpGet:
    path: /readyz
    port: http
    scheme: {{ $scheme }}
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 2
livenessProbe:
  httpGet:
    path: /livez
    port: http
    scheme: {{ $scheme }}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
{{- end -}}

{{/* Of whoever reads the bucket. */}}
{{- define "movies.bucketEnvFrom" -}}
{{- with .Values.s3.credentialsSecret }}
- secretRef:
    name: {{ . }}
{{- end }}
{{- end -}}

{{/* An environment variable out of a secret that may be there or be made. Call: (dict "name" "…" "values" .Values.apiKeys "made" "…"). */}}
{{- define "movies.keysEnv" -}}
{{- if or .values.existingSecret .values.list }}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ default .made .values.existingSecret }}
      key: {{ .values.secretKey }}
{{- end }}
{{- end -}}
