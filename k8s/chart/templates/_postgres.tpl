{{/* Where silos and API find their database. */}}

{{- define "movies.postgresEnv" -}}
{{- $postgres := .Values.postgres -}}
{{- if $postgres.cloudNativePG.enabled }}
{{- $secret := printf "%s-app" (include "movies.postgresCluster" .) }}
{{- include "movies.postgresParts" (dict "secret" $secret "username" "username" "password" "password"
      "rest" (printf "Host=%s-rw;Database=app;SSL Mode=VerifyFull;Root Certificate=/etc/movies/postgres/ca.crt" (include "movies.postgresCluster" .))) }}
{{- else if $postgres.server.host }}
{{- $server := $postgres.server }}
{{- $ca := ternary ";Root Certificate=/etc/movies/postgres/ca.crt" "" (ne $postgres.ca.configMap "") }}
{{- include "movies.postgresParts" (dict "secret" $server.secret "username" $server.usernameKey "password" $server.passwordKey
      "rest" (printf "Host=%s;Port=%d;Database=%s;SSL Mode=%s%s" $server.host (int $server.port) $server.database $server.sslMode $ca)) }}
{{- else }}
- name: MOVIES_POSTGRES
  valueFrom:
    secretKeyRef:
      name: {{ include "movies.postgresSecret" . }}
      key: {{ $postgres.secretKey }}
{{- end }}
{{- end -}}

{{/* A connection string whose user and password are taken from a secret when the container starts. */}}
{{- define "movies.postgresParts" }}
- name: POSTGRES_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .username }}
- name: POSTGRES_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .password }}
- name: MOVIES_POSTGRES
  value: "{{ .rest }};Username=$(POSTGRES_USERNAME);Password=\"$(POSTGRES_PASSWORD)\""
{{- end -}}

{{/* The certificate of whoever signed the server's, if there is one. */}}
{{- define "movies.postgresVolume" -}}
{{- if .Values.postgres.cloudNativePG.enabled }}
- name: postgres-ca
  secret:
    secretName: {{ include "movies.postgresCluster" . }}-ca
    items:
      - key: ca.crt
        path: ca.crt
{{- else if .Values.postgres.ca.configMap }}
- name: postgres-ca
  configMap:
    name: {{ .Values.postgres.ca.configMap }}
    items:
      - key: {{ .Values.postgres.ca.key }}
        path: ca.crt
{{- end }}
{{- end -}}

{{- define "movies.postgresMount" -}}
{{- if or .Values.postgres.cloudNativePG.enabled .Values.postgres.ca.configMap }}
- name: postgres-ca
  mountPath: /etc/movies/postgres
  readOnly: true
{{- end }}
{{- end -}}

{{/* What the schema of the values can't say. */}}
{{- define "movies.check" -}}
{{- $postgres := .Values.postgres -}}
{{- if eq .Values.edition "cluster" -}}
{{- $ways := 0 -}}
{{- range list $postgres.existingSecret $postgres.connection $postgres.server.host $postgres.cloudNativePG.enabled -}}
{{- if . }}{{- $ways = add1 $ways -}}{{- end -}}
{{- end -}}
{{- if ne (int $ways) 1 -}}
{{- fail "edition cluster needs exactly one of postgres.existingSecret, postgres.connection, postgres.server.host and postgres.cloudNativePG.enabled" -}}
{{- end -}}
{{- if and $postgres.server.host (not $postgres.server.secret) -}}
{{- fail "postgres.server.host needs postgres.server.secret, with user and password" -}}
{{- end -}}
{{- else if not (or .Values.standalone.writer.enabled (gt (int .Values.standalone.readers.replicas) 0)) -}}
{{- fail "edition standalone needs standalone.writer.enabled or standalone.readers.replicas" -}}
{{- end -}}
{{- end -}}
