{{- define "freshet.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" }}
{{- end }}

{{- define "freshet.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "freshet.name" .) .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "freshet.name" .) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "freshet.selector" -}}
app.kubernetes.io/name: {{ include "freshet.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "freshet.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{ include "freshet.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* A pod of a node. Takes a list: the root, the part's name, its values, its roles. */}}
{{- define "freshet.pod" -}}
{{- $root := index . 0 }}{{- $part := index . 1 }}{{- $values := index . 2 }}{{- $roles := index . 3 }}
metadata:
  labels:
    {{- include "freshet.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ $part }}
  annotations:
    checksum/settings: {{ include (print $root.Template.BasePath "/configmap.yaml") $root | sha256sum }}
    {{- with $values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ default (include "freshet.fullname" $root) $root.Values.serviceAccount.name }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with $root.Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  # Draining, and the seconds before and after it.
  terminationGracePeriodSeconds: {{ add $root.Values.drainSeconds 20 }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile:
      type: RuntimeDefault
  # Two of a kind stay off one machine where that can be, and spread over zones.
  affinity:
    podAntiAffinity:
      preferredDuringSchedulingIgnoredDuringExecution:
        - weight: 100
          podAffinityTerm:
            topologyKey: kubernetes.io/hostname
            labelSelector:
              matchLabels:
                {{- include "freshet.selector" $root | nindent 16 }}
                app.kubernetes.io/component: {{ $part }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: topology.kubernetes.io/zone
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "freshet.selector" $root | nindent 10 }}
          app.kubernetes.io/component: {{ $part }}
  {{- with $values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: freshet
      image: {{ printf "%s:%s" $root.Values.image.repository (default $root.Chart.AppVersion $root.Values.image.tag) | quote }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      env:
        - name: POD_NAME
          valueFrom: { fieldRef: { fieldPath: metadata.name } }
        - name: POD_IP
          valueFrom: { fieldRef: { fieldPath: status.podIP } }
        - name: FRESHET_CLUSTER_NODE
          value: $(POD_NAME)
        - name: FRESHET_CLUSTER_HOST
          value: $(POD_IP)
        - name: FRESHET_CLUSTER_ROLES
          value: {{ join "," $roles | quote }}
        {{- if eq $part "edge" }}
        - name: FRESHET_CLUSTER_VIEWERS_MAX
          value: {{ $values.viewersMax | int | quote }}
        - name: FRESHET_CLUSTER_TRAFFIC_MAX
          value: {{ $values.trafficMax | quote }}
        {{- with $values.publicAddresses }}
        - name: FRESHET_CLUSTER_ADDRESSES
          value: {{ join "," . | quote }}
        {{- end }}
        {{- end }}
        {{- with $values.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      ports:
        - { name: rtmp, containerPort: 1935 }
        - { name: rtmps, containerPort: 1936 }
        - { name: http, containerPort: 8080 }
        - { name: https, containerPort: 8443 }
        - { name: control, containerPort: 8090 }
      startupProbe:
        httpGet: { path: /health/live, port: control }
        periodSeconds: 2
        failureThreshold: 60
      # Only one that hangs is ended: all who watch would go with it.
      livenessProbe:
        httpGet: { path: /health/live, port: control }
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      # Not ready is full or stopping: no newcomers, those who are there stay.
      readinessProbe:
        httpGet: { path: /health/ready, port: control }
        periodSeconds: 2
        timeoutSeconds: 2
        failureThreshold: 2
      lifecycle:
        preStop:
          # Until balancers have heard that it goes; SIGTERM, which follows, drains.
          exec:
            command: [sleep, "5"]
      resources:
        {{- toYaml $values.resources | nindent 8 }}
      volumeMounts:
        - { name: data, mountPath: /data }
        - { name: tmp, mountPath: /tmp }
        - { name: settings, mountPath: /etc/freshet, readOnly: true }
        - { name: secrets, mountPath: /run/freshet, readOnly: true }
        {{- if $root.Values.tls.secretName }}
        # Not by subPath: it would not follow a new certificate.
        - { name: tls, mountPath: /run/freshet-tls, readOnly: true }
        {{- end }}
        {{- if $root.Values.cluster.natsTlsSecretName }}
        - { name: nats-tls, mountPath: /run/freshet-nats, readOnly: true }
        {{- end }}
  volumes:
    - name: tmp
      emptyDir: {}
    - name: settings
      configMap:
        name: {{ include "freshet.fullname" $root }}
    - name: secrets
      projected:
        defaultMode: 0440
        sources:
          - secret:
              name: {{ required "cluster.secretName: a Secret with the key secret" $root.Values.cluster.secretName }}
              items: [{ key: secret, path: cluster }]
          - secret:
              name: {{ required "database.secretName: a Secret with the key password" $root.Values.database.secretName }}
              items: [{ key: password, path: database }]
          {{- with $root.Values.cluster.natsCredentialsSecretName }}
          - secret:
              name: {{ . }}
              items: [{ key: creds, path: nats.creds }]
          {{- end }}
    {{- with $root.Values.tls.secretName }}
    - name: tls
      secret:
        secretName: {{ . }}
        defaultMode: 0440
    {{- end }}
    {{- with $root.Values.cluster.natsTlsSecretName }}
    - name: nats-tls
      secret:
        secretName: {{ . }}
        defaultMode: 0440
    {{- end }}
{{- end }}
