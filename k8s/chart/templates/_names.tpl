{{/* Names and labels. */}}

{{- define "movies.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "movies.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "movies.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "movies.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* What selects the pods of a component. Call: (dict "root" $ "component" "silo"). */}}
{{- define "movies.selector" -}}
app.kubernetes.io/name: {{ include "movies.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "movies.labels" -}}
{{ include "movies.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{/* Name, namespace and labels of an object. Call: (dict "root" $ "component" "silo" "name" "…-silo"). */}}
{{- define "movies.metadata" -}}
name: {{ .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "movies.labels" . | nindent 2 }}
{{- end -}}

{{- define "movies.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "movies.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "movies.postgresCluster" -}}{{ include "movies.fullname" . }}-db{{- end -}}

{{- define "movies.postgresSecret" -}}
{{- default (printf "%s-postgres" (include "movies.fullname" .)) .Values.postgres.existingSecret -}}
{{- end -}}

{{/* The service that reads go to; writes go there, too, unless there are readers beside a writer. */}}
{{- define "movies.service" -}}
{{- include "movies.fullname" . }}{{ if eq .Values.edition "cluster" }}-api{{ end -}}
{{- end -}}

{{- define "movies.hasTwoKinds" -}}
{{- if and (eq .Values.edition "standalone") .Values.standalone.writer.enabled (gt (int .Values.standalone.readers.replicas) 0) -}}true{{- end -}}
{{- end -}}
