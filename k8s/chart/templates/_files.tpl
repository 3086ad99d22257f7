{{/* What pods have of secrets that are there, as files: they are read again when they change, so that nothing is restarted. */}}

{{/* Call: (dict "root" $ "component" "silo"). */}}
{{- define "movies.filesEnv" -}}
{{- with .root.Values.apiKeys.file.existingSecret }}
- name: MOVIES_API_KEYS_FILE
  value: /etc/movies/keys/{{ $.root.Values.apiKeys.file.key }}
{{- end }}
{{- if .root.Values.tls.existingSecret }}
- name: MOVIES_TLS_CERTIFICATE
  value: /etc/movies/tls/tls.crt
- name: MOVIES_TLS_KEY
  value: /etc/movies/tls/tls.key
{{- end }}
{{- if and .root.Values.clusterTls.existingSecret (ne .component "standalone") }}
- name: MOVIES_CLUSTER_TLS_CERTIFICATE
  value: /etc/movies/cluster-tls/tls.crt
- name: MOVIES_CLUSTER_TLS_KEY
  value: /etc/movies/cluster-tls/tls.key
- name: MOVIES_CLUSTER_TLS_CA
  value: /etc/movies/cluster-tls/ca.crt
{{- end }}
{{- end -}}

{{/* Folders and not single files: a file that is mounted by itself stays as it was. */}}
{{- define "movies.filesMount" -}}
{{- if .root.Values.apiKeys.file.existingSecret }}
- name: keys
  mountPath: /etc/movies/keys
  readOnly: true
{{- end }}
{{- if .root.Values.tls.existingSecret }}
- name: tls
  mountPath: /etc/movies/tls
  readOnly: true
{{- end }}
{{- if and .root.Values.clusterTls.existingSecret (ne .component "standalone") }}
- name: cluster-tls
  mountPath: /etc/movies/cluster-tls
  readOnly: true
{{- end }}
{{- with .values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "movies.filesVolume" -}}
{{- with .root.Values.apiKeys.file.existingSecret }}
- name: keys
  secret:
    secretName: {{ . }}
{{- end }}
{{- with .root.Values.tls.existingSecret }}
- name: tls
  secret:
    secretName: {{ . }}
{{- end }}
{{- if and .root.Values.clusterTls.existingSecret (ne .component "standalone") }}
- name: cluster-tls
  secret:
    secretName: {{ .root.Values.clusterTls.existingSecret }}
{{- end }}
{{- with .values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* How pods are asked. */}}
{{- define "movies.scheme" -}}{{ ternary "https" "http" (ne .Values.tls.existingSecret "") }}{{- end -}}

{{/* How much clients may ask, of whoever answers them. Call: $. */}}
{{- define "movies.limitsEnv" -}}
{{- with .Values.limits.rate }}
- name: MOVIES_RATE_LIMIT
  value: {{ . | quote }}
{{- end }}
{{- with .Values.limits.keyRate }}
- name: MOVIES_KEY_RATE_LIMIT
  value: {{ . | quote }}
{{- end }}
{{- with .Values.limits.trustedProxies }}
- name: MOVIES_TRUSTED_PROXIES
  value: {{ join "," . | quote }}
{{- end }}
{{- if .Values.apiKeys.toRead }}
- name: MOVIES_READ_KEYS
  value: "true"
{{- end }}
{{- end -}}
