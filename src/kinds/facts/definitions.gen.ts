// The schemas of Kubernetes' stable definitions, a line each, and which of them each kind has. Written by `npm run facts`: do not edit.
export const definitionLines = `{"name":"admission.v1.AdmissionRequest","type":"object","fields":{"dryRun":"boolean 11","kind":"meta.v1.GroupVersionKind 2","name":"string 5","namespace":"string 6","object":"runtime.RawExtension 9","oldObject":"runtime.RawExtension 10","operation":"string 7","options":"runtime.RawExtension 12","requestKind":"meta.v1.GroupVersionKind 13","requestResource":"meta.v1.GroupVersionResource 14","requestSubResource":"string 15","resource":"meta.v1.GroupVersionResource 3","subResource":"string 4","uid":"string 1","userInfo":"authentication.v1.UserInfo 8"}}
{"name":"admission.v1.AdmissionResponse","type":"object","fields":{"allowed":"boolean 2","auditAnnotations":"map:string 6","patch":"byte 4","patchType":"string 5","status":"meta.v1.Status 3","uid":"string 1","warnings":"[]string 7"}}
{"name":"admission.v1.AdmissionReview","kind":"admission.k8s.io/v1 AdmissionReview","type":"object","fields":{"apiVersion":"string -","kind":"string -","request":"admission.v1.AdmissionRequest 1","response":"admission.v1.AdmissionResponse 2"}}
{"name":"admissionregistration.v1.ApplyConfiguration","type":"object","fields":{"expression":"string 1"}}
{"name":"admissionregistration.v1.AuditAnnotation","type":"object","fields":{"key":"string 1 required","valueExpression":"string 2 required"}}
{"name":"admissionregistration.v1.ExpressionWarning","type":"object","fields":{"fieldRef":"string 2 required","warning":"string 3 required"}}
{"name":"admissionregistration.v1.JSONPatch","type":"object","fields":{"expression":"string 1"}}
{"name":"admissionregistration.v1.MatchCondition","type":"object","fields":{"expression":"string 2 required","name":"string 1 required"}}
{"name":"admissionregistration.v1.MatchResources","type":"object","mapType":"atomic","fields":{"excludeResourceRules":"[]admissionregistration.v1.NamedRuleWithOperations 4 list=atomic","matchPolicy":"string 7","namespaceSelector":"meta.v1.LabelSelector 1","objectSelector":"meta.v1.LabelSelector 2","resourceRules":"[]admissionregistration.v1.NamedRuleWithOperations 3 list=atomic"}}
{"name":"admissionregistration.v1.MutatingAdmissionPolicy","kind":"admissionregistration.k8s.io/v1 MutatingAdmissionPolicy","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"admissionregistration.v1.MutatingAdmissionPolicySpec 2"}}
{"name":"admissionregistration.v1.MutatingAdmissionPolicyBinding","kind":"admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"admissionregistration.v1.MutatingAdmissionPolicyBindingSpec 2"}}
{"name":"admissionregistration.v1.MutatingAdmissionPolicyBindingList","kind":"admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBindingList","type":"object","fields":{"apiVersion":"string -","items":"[]admissionregistration.v1.MutatingAdmissionPolicyBinding 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"admissionregistration.v1.MutatingAdmissionPolicyBindingSpec","type":"object","fields":{"matchResources":"admissionregistration.v1.MatchResources 3","paramRef":"admissionregistration.v1.ParamRef 2","policyName":"string 1"}}
{"name":"admissionregistration.v1.MutatingAdmissionPolicyList","kind":"admissionregistration.k8s.io/v1 MutatingAdmissionPolicyList","type":"object","fields":{"apiVersion":"string -","items":"[]admissionregistration.v1.MutatingAdmissionPolicy 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"admissionregistration.v1.MutatingAdmissionPolicySpec","type":"object","fields":{"failurePolicy":"string 5","matchConditions":"[]admissionregistration.v1.MatchCondition 6 list=map:name patch=merge mergeKey=name","matchConstraints":"admissionregistration.v1.MatchResources 2","mutations":"[]admissionregistration.v1.Mutation 4 list=atomic","paramKind":"admissionregistration.v1.ParamKind 1","reinvocationPolicy":"string 7","variables":"[]admissionregistration.v1.Variable 3 list=atomic"}}
{"name":"admissionregistration.v1.MutatingWebhook","type":"object","fields":{"admissionReviewVersions":"[]string 8 required list=atomic","clientConfig":"admissionregistration.v1.WebhookClientConfig 2 required","failurePolicy":"string 4","matchConditions":"[]admissionregistration.v1.MatchCondition 12 list=map:name patch=merge mergeKey=name","matchPolicy":"string 9","name":"string 1 required","namespaceSelector":"meta.v1.LabelSelector 5","objectSelector":"meta.v1.LabelSelector 11","reinvocationPolicy":"string 10","rules":"[]admissionregistration.v1.RuleWithOperations 3 list=atomic","sideEffects":"string 6 required","timeoutSeconds":"int32 7"}}
{"name":"admissionregistration.v1.MutatingWebhookConfiguration","kind":"admissionregistration.k8s.io/v1 MutatingWebhookConfiguration","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","webhooks":"[]admissionregistration.v1.MutatingWebhook 2 list=map:name patch=merge mergeKey=name"}}
{"name":"admissionregistration.v1.MutatingWebhookConfigurationList","kind":"admissionregistration.k8s.io/v1 MutatingWebhookConfigurationList","type":"object","fields":{"apiVersion":"string -","items":"[]admissionregistration.v1.MutatingWebhookConfiguration 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"admissionregistration.v1.Mutation","type":"object","fields":{"applyConfiguration":"admissionregistration.v1.ApplyConfiguration 3","jsonPatch":"admissionregistration.v1.JSONPatch 4","patchType":"string 2 required"}}
{"name":"admissionregistration.v1.NamedRuleWithOperations","type":"object","mapType":"atomic","fields":{"apiGroups":"[]string 2.2.1 list=atomic","apiVersions":"[]string 2.2.2 list=atomic","operations":"[]string 2.1 list=atomic","resourceNames":"[]string 1 list=atomic","resources":"[]string 2.2.3 list=atomic","scope":"string 2.2.4"}}
{"name":"admissionregistration.v1.ParamKind","type":"object","mapType":"atomic","fields":{"apiVersion":"string 1","kind":"string 2"}}
{"name":"admissionregistration.v1.ParamRef","type":"object","mapType":"atomic","fields":{"name":"string 1","namespace":"string 2","parameterNotFoundAction":"string 4","selector":"meta.v1.LabelSelector 3"}}
{"name":"admissionregistration.v1.RuleWithOperations","type":"object","fields":{"apiGroups":"[]string 2.1 list=atomic","apiVersions":"[]string 2.2 list=atomic","operations":"[]string 1 list=atomic","resources":"[]string 2.3 list=atomic","scope":"string 2.4"}}
{"name":"admissionregistration.v1.ServiceReference","type":"object","fields":{"name":"string 2 required","namespace":"string 1 required","path":"string 3","port":"int32 4"}}
{"name":"admissionregistration.v1.TypeChecking","type":"object","fields":{"expressionWarnings":"[]admissionregistration.v1.ExpressionWarning 1 list=atomic"}}
{"name":"admissionregistration.v1.ValidatingAdmissionPolicy","kind":"admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"admissionregistration.v1.ValidatingAdmissionPolicySpec 2","status":"admissionregistration.v1.ValidatingAdmissionPolicyStatus 3"}}
{"name":"admissionregistration.v1.ValidatingAdmissionPolicyBinding","kind":"admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec 2 required"}}
{"name":"admissionregistration.v1.ValidatingAdmissionPolicyBindingList","kind":"admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBindingList","type":"object","fields":{"apiVersion":"string -","items":"[]admissionregistration.v1.ValidatingAdmissionPolicyBinding 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec","type":"object","fields":{"matchResources":"admissionregistration.v1.MatchResources 3","paramRef":"admissionregistration.v1.ParamRef 2","policyName":"string 1 required","validationActions":"[]string 4 required list=set"}}
{"name":"admissionregistration.v1.ValidatingAdmissionPolicyList","kind":"admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyList","type":"object","fields":{"apiVersion":"string -","items":"[]admissionregistration.v1.ValidatingAdmissionPolicy 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"admissionregistration.v1.ValidatingAdmissionPolicySpec","type":"object","fields":{"auditAnnotations":"[]admissionregistration.v1.AuditAnnotation 5 list=atomic","failurePolicy":"string 4","matchConditions":"[]admissionregistration.v1.MatchCondition 6 list=map:name patch=merge mergeKey=name","matchConstraints":"admissionregistration.v1.MatchResources 2","paramKind":"admissionregistration.v1.ParamKind 1","validations":"[]admissionregistration.v1.Validation 3 list=atomic","variables":"[]admissionregistration.v1.Variable 7 list=map:name patch=merge mergeKey=name"}}
{"name":"admissionregistration.v1.ValidatingAdmissionPolicyStatus","type":"object","fields":{"conditions":"[]meta.v1.Condition 3 list=map:type","observedGeneration":"int64 1","typeChecking":"admissionregistration.v1.TypeChecking 2"}}
{"name":"admissionregistration.v1.ValidatingWebhook","type":"object","fields":{"admissionReviewVersions":"[]string 8 required list=atomic","clientConfig":"admissionregistration.v1.WebhookClientConfig 2 required","failurePolicy":"string 4","matchConditions":"[]admissionregistration.v1.MatchCondition 11 list=map:name patch=merge mergeKey=name","matchPolicy":"string 9","name":"string 1 required","namespaceSelector":"meta.v1.LabelSelector 5","objectSelector":"meta.v1.LabelSelector 10","rules":"[]admissionregistration.v1.RuleWithOperations 3 list=atomic","sideEffects":"string 6 required","timeoutSeconds":"int32 7"}}
{"name":"admissionregistration.v1.ValidatingWebhookConfiguration","kind":"admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","webhooks":"[]admissionregistration.v1.ValidatingWebhook 2 list=map:name patch=merge mergeKey=name"}}
{"name":"admissionregistration.v1.ValidatingWebhookConfigurationList","kind":"admissionregistration.k8s.io/v1 ValidatingWebhookConfigurationList","type":"object","fields":{"apiVersion":"string -","items":"[]admissionregistration.v1.ValidatingWebhookConfiguration 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"admissionregistration.v1.Validation","type":"object","fields":{"expression":"string 1 required","message":"string 2","messageExpression":"string 4","reason":"string 3"}}
{"name":"admissionregistration.v1.Variable","type":"object","mapType":"atomic","fields":{"expression":"string 2 required","name":"string 1 required"}}
{"name":"admissionregistration.v1.WebhookClientConfig","type":"object","fields":{"caBundle":"byte 2","service":"admissionregistration.v1.ServiceReference 1","url":"string 3"}}
{"name":"apidiscovery.v2.APIGroupDiscovery","kind":"apidiscovery.k8s.io/v2 APIGroupDiscovery","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","versions":"[]apidiscovery.v2.APIVersionDiscovery 2"}}
{"name":"apidiscovery.v2.APIGroupDiscoveryList","kind":"apidiscovery.k8s.io/v2 APIGroupDiscoveryList","type":"object","fields":{"apiVersion":"string -","items":"[]apidiscovery.v2.APIGroupDiscovery 2","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"apidiscovery.v2.APIResourceDiscovery","type":"object","fields":{"categories":"[]string 7","resource":"string 1","responseKind":"meta.v1.GroupVersionKind 2","scope":"string 3","shortNames":"[]string 6","singularResource":"string 4","subresources":"[]apidiscovery.v2.APISubresourceDiscovery 8","verbs":"[]string 5"}}
{"name":"apidiscovery.v2.APISubresourceDiscovery","type":"object","fields":{"acceptedTypes":"[]meta.v1.GroupVersionKind 3","responseKind":"meta.v1.GroupVersionKind 2","subresource":"string 1","verbs":"[]string 4"}}
{"name":"apidiscovery.v2.APIVersionDiscovery","type":"object","fields":{"freshness":"string 3","resources":"[]apidiscovery.v2.APIResourceDiscovery 2","version":"string 1"}}
{"name":"apiextensions.v1.ConversionRequest","type":"object","fields":{"desiredAPIVersion":"string 2","objects":"[]runtime.RawExtension 3","uid":"string 1"}}
{"name":"apiextensions.v1.ConversionResponse","type":"object","fields":{"convertedObjects":"[]runtime.RawExtension 2","result":"meta.v1.Status 3","uid":"string 1"}}
{"name":"apiextensions.v1.ConversionReview","kind":"apiextensions.k8s.io/v1 ConversionReview","type":"object","fields":{"apiVersion":"string -","kind":"string -","request":"apiextensions.v1.ConversionRequest 1","response":"apiextensions.v1.ConversionResponse 2"}}
{"name":"apiextensions.v1.CustomResourceColumnDefinition","type":"object","fields":{"description":"string 4","format":"string 3","jsonPath":"string 6 required","name":"string 1 required","priority":"int32 5","type":"string 2 required"}}
{"name":"apiextensions.v1.CustomResourceConversion","type":"object","fields":{"strategy":"string 1 required","webhook":"apiextensions.v1.WebhookConversion 2"}}
{"name":"apiextensions.v1.CustomResourceDefinition","kind":"apiextensions.k8s.io/v1 CustomResourceDefinition","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"apiextensions.v1.CustomResourceDefinitionSpec 2 required","status":"apiextensions.v1.CustomResourceDefinitionStatus 3"}}
{"name":"apiextensions.v1.CustomResourceDefinitionCondition","type":"object","fields":{"lastTransitionTime":"meta.v1.Time 3","message":"string 5","observedGeneration":"int64 6","reason":"string 4","status":"string 2 required","type":"string 1 required"}}
{"name":"apiextensions.v1.CustomResourceDefinitionList","kind":"apiextensions.k8s.io/v1 CustomResourceDefinitionList","type":"object","fields":{"apiVersion":"string -","items":"[]apiextensions.v1.CustomResourceDefinition 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"apiextensions.v1.CustomResourceDefinitionNames","type":"object","fields":{"categories":"[]string 6 list=atomic","kind":"string 4 required","listKind":"string 5","plural":"string 1 required","shortNames":"[]string 3 list=atomic","singular":"string 2"}}
{"name":"apiextensions.v1.CustomResourceDefinitionSpec","type":"object","fields":{"conversion":"apiextensions.v1.CustomResourceConversion 9","group":"string 1 required","names":"apiextensions.v1.CustomResourceDefinitionNames 3 required","preserveUnknownFields":"boolean 10","scope":"string 4 required","versions":"[]apiextensions.v1.CustomResourceDefinitionVersion 7 required list=atomic"}}
{"name":"apiextensions.v1.CustomResourceDefinitionStatus","type":"object","fields":{"acceptedNames":"apiextensions.v1.CustomResourceDefinitionNames 2","conditions":"[]apiextensions.v1.CustomResourceDefinitionCondition 1 list=map:type","observedGeneration":"int64 4","storedVersions":"[]string 3 list=atomic"}}
{"name":"apiextensions.v1.CustomResourceDefinitionVersion","type":"object","fields":{"additionalPrinterColumns":"[]apiextensions.v1.CustomResourceColumnDefinition 6 list=atomic","deprecated":"boolean 7","deprecationWarning":"string 8","name":"string 1 required","schema":"apiextensions.v1.CustomResourceValidation 4","selectableFields":"[]apiextensions.v1.SelectableField 9 list=atomic","served":"boolean 2 required","storage":"boolean 3 required","subresources":"apiextensions.v1.CustomResourceSubresources 5"}}
{"name":"apiextensions.v1.CustomResourceSubresourceScale","type":"object","fields":{"labelSelectorPath":"string 3","specReplicasPath":"string 1 required","statusReplicasPath":"string 2 required"}}
{"name":"apiextensions.v1.CustomResourceSubresourceStatus","type":"object"}
{"name":"apiextensions.v1.CustomResourceSubresources","type":"object","fields":{"scale":"apiextensions.v1.CustomResourceSubresourceScale 2","status":"apiextensions.v1.CustomResourceSubresourceStatus 1"}}
{"name":"apiextensions.v1.CustomResourceValidation","type":"object","fields":{"openAPIV3Schema":"apiextensions.v1.JSONSchemaProps 1"}}
{"name":"apiextensions.v1.ExternalDocumentation","type":"object","fields":{"description":"string 1","url":"string 2"}}
{"name":"apiextensions.v1.JSON","open":true}
{"name":"apiextensions.v1.JSONSchemaProps","type":"object","fields":{"\$ref":"string 3","\$schema":"string 2","additionalItems":"apiextensions.v1.JSONSchemaPropsOrBool 33","additionalProperties":"apiextensions.v1.JSONSchemaPropsOrBool 30","allOf":"[]apiextensions.v1.JSONSchemaProps 25 list=atomic","anyOf":"[]apiextensions.v1.JSONSchemaProps 27 list=atomic","default":"apiextensions.v1.JSON 8","definitions":"map:apiextensions.v1.JSONSchemaProps 34","dependencies":"map:apiextensions.v1.JSONSchemaPropsOrStringArray 32","description":"string 4","enum":"[]apiextensions.v1.JSON 20 list=atomic","example":"apiextensions.v1.JSON 36","exclusiveMaximum":"boolean 10","exclusiveMinimum":"boolean 12","externalDocs":"apiextensions.v1.ExternalDocumentation 35","format":"string 6","id":"string 1","items":"apiextensions.v1.JSONSchemaPropsOrArray 24","maxItems":"int64 16","maxLength":"int64 13","maxProperties":"int64 21","maximum":"double 9","minItems":"int64 17","minLength":"int64 14","minProperties":"int64 22","minimum":"double 11","multipleOf":"double 19","not":"apiextensions.v1.JSONSchemaProps 28","nullable":"boolean 37","oneOf":"[]apiextensions.v1.JSONSchemaProps 26 list=atomic","pattern":"string 15","patternProperties":"map:apiextensions.v1.JSONSchemaProps 31","properties":"map:apiextensions.v1.JSONSchemaProps 29","required":"[]string 23 list=atomic","title":"string 7","type":"string 5","uniqueItems":"boolean 18","x-kubernetes-embedded-resource":"boolean 39","x-kubernetes-int-or-string":"boolean 40","x-kubernetes-list-map-keys":"[]string 41 list=atomic","x-kubernetes-list-type":"string 42","x-kubernetes-map-type":"string 43","x-kubernetes-preserve-unknown-fields":"boolean 38","x-kubernetes-validations":"[]apiextensions.v1.ValidationRule 44 list=map:rule patch=merge mergeKey=rule"}}
{"name":"apiextensions.v1.JSONSchemaPropsOrArray","format":"schema-or-array","items":"apiextensions.v1.JSONSchemaProps"}
{"name":"apiextensions.v1.JSONSchemaPropsOrBool","format":"schema-or-bool","items":"apiextensions.v1.JSONSchemaProps"}
{"name":"apiextensions.v1.JSONSchemaPropsOrStringArray","format":"schema-or-strings","items":"apiextensions.v1.JSONSchemaProps"}
{"name":"apiextensions.v1.SelectableField","type":"object","fields":{"jsonPath":"string 1 required"}}
{"name":"apiextensions.v1.ServiceReference","type":"object","fields":{"name":"string 2 required","namespace":"string 1 required","path":"string 3","port":"int32 4"}}
{"name":"apiextensions.v1.ValidationRule","type":"object","fields":{"fieldPath":"string 5","message":"string 2","messageExpression":"string 3","optionalOldSelf":"boolean 6","reason":"string 4","rule":"string 1 required"}}
{"name":"apiextensions.v1.WebhookClientConfig","type":"object","fields":{"caBundle":"byte 2","service":"apiextensions.v1.ServiceReference 1","url":"string 3"}}
{"name":"apiextensions.v1.WebhookConversion","type":"object","fields":{"clientConfig":"apiextensions.v1.WebhookClientConfig 2","conversionReviewVersions":"[]string 3 required list=atomic"}}
{"name":"apiregistration.v1.APIService","kind":"apiregistration.k8s.io/v1 APIService","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"apiregistration.v1.APIServiceSpec 2","status":"apiregistration.v1.APIServiceStatus 3"}}
{"name":"apiregistration.v1.APIServiceCondition","type":"object","fields":{"lastTransitionTime":"meta.v1.Time 3","message":"string 5","reason":"string 4","status":"string 2 required","type":"string 1 required"}}
{"name":"apiregistration.v1.APIServiceList","kind":"apiregistration.k8s.io/v1 APIServiceList","type":"object","fields":{"apiVersion":"string -","items":"[]apiregistration.v1.APIService 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"apiregistration.v1.APIServiceSpec","type":"object","fields":{"caBundle":"byte 5 list=atomic","group":"string 2","groupPriorityMinimum":"int32 7 required","insecureSkipTLSVerify":"boolean 4","service":"apiregistration.v1.ServiceReference 1","version":"string 3","versionPriority":"int32 8 required"}}
{"name":"apiregistration.v1.APIServiceStatus","type":"object","fields":{"conditions":"[]apiregistration.v1.APIServiceCondition 1 list=map:type patch=merge mergeKey=type"}}
{"name":"apiregistration.v1.ServiceReference","type":"object","fields":{"name":"string 2","namespace":"string 1","port":"int32 3"}}
{"name":"apps.v1.ControllerRevision","kind":"apps/v1 ControllerRevision","type":"object","fields":{"apiVersion":"string -","data":"runtime.RawExtension 2","kind":"string -","metadata":"meta.v1.ObjectMeta 1","revision":"int64 3 required"}}
{"name":"apps.v1.ControllerRevisionList","kind":"apps/v1 ControllerRevisionList","type":"object","fields":{"apiVersion":"string -","items":"[]apps.v1.ControllerRevision 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"apps.v1.DaemonSet","kind":"apps/v1 DaemonSet","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"apps.v1.DaemonSetSpec 2","status":"apps.v1.DaemonSetStatus 3"}}
{"name":"apps.v1.DaemonSetCondition","type":"object","fields":{"lastTransitionTime":"meta.v1.Time 3","message":"string 5","reason":"string 4","status":"string 2 required","type":"string 1 required"}}
{"name":"apps.v1.DaemonSetList","kind":"apps/v1 DaemonSetList","type":"object","fields":{"apiVersion":"string -","items":"[]apps.v1.DaemonSet 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"apps.v1.DaemonSetSpec","type":"object","fields":{"minReadySeconds":"int32 4","revisionHistoryLimit":"int32 6","selector":"meta.v1.LabelSelector 1 required","template":"core.v1.PodTemplateSpec 2 required","updateStrategy":"apps.v1.DaemonSetUpdateStrategy 3"}}
{"name":"apps.v1.DaemonSetStatus","type":"object","fields":{"collisionCount":"int32 9","conditions":"[]apps.v1.DaemonSetCondition 10 list=map:type patch=merge mergeKey=type","currentNumberScheduled":"int32 1 required","desiredNumberScheduled":"int32 3 required","numberAvailable":"int32 7","numberMisscheduled":"int32 2 required","numberReady":"int32 4 required","numberUnavailable":"int32 8","observedGeneration":"int64 5","updatedNumberScheduled":"int32 6"}}
{"name":"apps.v1.DaemonSetUpdateStrategy","type":"object","fields":{"rollingUpdate":"apps.v1.RollingUpdateDaemonSet 2","type":"string 1"}}
{"name":"apps.v1.Deployment","kind":"apps/v1 Deployment","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"apps.v1.DeploymentSpec 2","status":"apps.v1.DeploymentStatus 3"}}
{"name":"apps.v1.DeploymentCondition","type":"object","fields":{"lastTransitionTime":"meta.v1.Time 7","lastUpdateTime":"meta.v1.Time 6","message":"string 5","reason":"string 4","status":"string 2 required","type":"string 1 required"}}
{"name":"apps.v1.DeploymentList","kind":"apps/v1 DeploymentList","type":"object","fields":{"apiVersion":"string -","items":"[]apps.v1.Deployment 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"apps.v1.DeploymentSpec","type":"object","fields":{"minReadySeconds":"int32 5","paused":"boolean 7","progressDeadlineSeconds":"int32 9","replicas":"int32 1","revisionHistoryLimit":"int32 6","selector":"meta.v1.LabelSelector 2 required","strategy":"apps.v1.DeploymentStrategy 4 patch=retainKeys","template":"core.v1.PodTemplateSpec 3 required"}}
{"name":"apps.v1.DeploymentStatus","type":"object","fields":{"availableReplicas":"int32 4","collisionCount":"int32 8","conditions":"[]apps.v1.DeploymentCondition 6 list=map:type patch=merge mergeKey=type","observedGeneration":"int64 1","readyReplicas":"int32 7","replicas":"int32 2","terminatingReplicas":"int32 9","unavailableReplicas":"int32 5","updatedReplicas":"int32 3"}}
{"name":"apps.v1.DeploymentStrategy","type":"object","fields":{"rollingUpdate":"apps.v1.RollingUpdateDeployment 2","type":"string 1"}}
{"name":"apps.v1.ReplicaSet","kind":"apps/v1 ReplicaSet","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"apps.v1.ReplicaSetSpec 2","status":"apps.v1.ReplicaSetStatus 3"}}
{"name":"apps.v1.ReplicaSetCondition","type":"object","fields":{"lastTransitionTime":"meta.v1.Time 3","message":"string 5","reason":"string 4","status":"string 2 required","type":"string 1 required"}}
{"name":"apps.v1.ReplicaSetList","kind":"apps/v1 ReplicaSetList","type":"object","fields":{"apiVersion":"string -","items":"[]apps.v1.ReplicaSet 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"apps.v1.ReplicaSetSpec","type":"object","fields":{"minReadySeconds":"int32 4","replicas":"int32 1","selector":"meta.v1.LabelSelector 2 required","template":"core.v1.PodTemplateSpec 3"}}
{"name":"apps.v1.ReplicaSetStatus","type":"object","fields":{"availableReplicas":"int32 5","conditions":"[]apps.v1.ReplicaSetCondition 6 list=map:type patch=merge mergeKey=type","fullyLabeledReplicas":"int32 2","observedGeneration":"int64 3","readyReplicas":"int32 4","replicas":"int32 1 required","terminatingReplicas":"int32 7"}}
{"name":"apps.v1.RollingUpdateDaemonSet","type":"object","fields":{"maxSurge":"intstr.IntOrString 2","maxUnavailable":"intstr.IntOrString 1"}}
{"name":"apps.v1.RollingUpdateDeployment","type":"object","fields":{"maxSurge":"intstr.IntOrString 2","maxUnavailable":"intstr.IntOrString 1"}}
{"name":"apps.v1.RollingUpdateStatefulSetStrategy","type":"object","fields":{"maxUnavailable":"intstr.IntOrString 2","partition":"int32 1"}}
{"name":"apps.v1.StatefulSet","kind":"apps/v1 StatefulSet","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"apps.v1.StatefulSetSpec 2","status":"apps.v1.StatefulSetStatus 3"}}
{"name":"apps.v1.StatefulSetCondition","type":"object","fields":{"lastTransitionTime":"meta.v1.Time 3","message":"string 5","reason":"string 4","status":"string 2 required","type":"string 1 required"}}
{"name":"apps.v1.StatefulSetList","kind":"apps/v1 StatefulSetList","type":"object","fields":{"apiVersion":"string -","items":"[]apps.v1.StatefulSet 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"apps.v1.StatefulSetOrdinals","type":"object","fields":{"start":"int32 1"}}
{"name":"apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy","type":"object","fields":{"whenDeleted":"string 1","whenScaled":"string 2"}}
{"name":"apps.v1.StatefulSetSpec","type":"object","fields":{"minReadySeconds":"int32 9","ordinals":"apps.v1.StatefulSetOrdinals 11","persistentVolumeClaimRetentionPolicy":"apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy 10","podManagementPolicy":"string 6","replicas":"int32 1","revisionHistoryLimit":"int32 8","selector":"meta.v1.LabelSelector 2 required","serviceName":"string 5","template":"core.v1.PodTemplateSpec 3 required","updateStrategy":"apps.v1.StatefulSetUpdateStrategy 7","volumeClaimTemplates":"[]core.v1.PersistentVolumeClaim 4 list=atomic"}}
{"name":"apps.v1.StatefulSetStatus","type":"object","fields":{"availableReplicas":"int32 11","collisionCount":"int32 9","conditions":"[]apps.v1.StatefulSetCondition 10 list=map:type patch=merge mergeKey=type","currentReplicas":"int32 4","currentRevision":"string 6","observedGeneration":"int64 1","readyReplicas":"int32 3","replicas":"int32 2 required","updateRevision":"string 7","updatedReplicas":"int32 5"}}
{"name":"apps.v1.StatefulSetUpdateStrategy","type":"object","fields":{"rollingUpdate":"apps.v1.RollingUpdateStatefulSetStrategy 2","type":"string 1"}}
{"name":"authentication.v1.BoundObjectReference","type":"object","fields":{"apiVersion":"string 2","kind":"string 1","name":"string 3","uid":"string 4"}}
{"name":"authentication.v1.SelfSubjectReview","kind":"authentication.k8s.io/v1 SelfSubjectReview","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","status":"authentication.v1.SelfSubjectReviewStatus 2"}}
{"name":"authentication.v1.SelfSubjectReviewStatus","type":"object","fields":{"userInfo":"authentication.v1.UserInfo 1"}}
{"name":"authentication.v1.TokenRequest","kind":"authentication.k8s.io/v1 TokenRequest","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"authentication.v1.TokenRequestSpec 2","status":"authentication.v1.TokenRequestStatus 3"}}
{"name":"authentication.v1.TokenRequestSpec","type":"object","fields":{"audiences":"[]string 1 list=atomic","boundObjectRef":"authentication.v1.BoundObjectReference 3","expirationSeconds":"int64 4"}}
{"name":"authentication.v1.TokenRequestStatus","type":"object","fields":{"expirationTimestamp":"meta.v1.Time 2","token":"string 1"}}
{"name":"authentication.v1.TokenReview","kind":"authentication.k8s.io/v1 TokenReview","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"authentication.v1.TokenReviewSpec 2 required","status":"authentication.v1.TokenReviewStatus 3"}}
{"name":"authentication.v1.TokenReviewSpec","type":"object","fields":{"audiences":"[]string 2 list=atomic","token":"string 1 required"}}
{"name":"authentication.v1.TokenReviewStatus","type":"object","fields":{"audiences":"[]string 4 list=atomic","authenticated":"boolean 1","error":"string 3","user":"authentication.v1.UserInfo 2"}}
{"name":"authentication.v1.UserInfo","type":"object","fields":{"extra":"map:[]string 4 wire=map[string]k8s.io.api.authentication.v1.ExtraValue","groups":"[]string 3 list=atomic","uid":"string 2","username":"string 1"}}
{"name":"authorization.v1.FieldSelectorAttributes","type":"object","fields":{"rawSelector":"string 1","requirements":"[]meta.v1.FieldSelectorRequirement 2 list=atomic"}}
{"name":"authorization.v1.LabelSelectorAttributes","type":"object","fields":{"rawSelector":"string 1","requirements":"[]meta.v1.LabelSelectorRequirement 2 list=atomic"}}
{"name":"authorization.v1.LocalSubjectAccessReview","kind":"authorization.k8s.io/v1 LocalSubjectAccessReview","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"authorization.v1.SubjectAccessReviewSpec 2 required","status":"authorization.v1.SubjectAccessReviewStatus 3"}}
{"name":"authorization.v1.NonResourceAttributes","type":"object","fields":{"path":"string 1","verb":"string 2"}}
{"name":"authorization.v1.NonResourceRule","type":"object","fields":{"nonResourceURLs":"[]string 2 list=atomic","verbs":"[]string 1 required list=atomic"}}
{"name":"authorization.v1.ResourceAttributes","type":"object","fields":{"fieldSelector":"authorization.v1.FieldSelectorAttributes 8","group":"string 3","labelSelector":"authorization.v1.LabelSelectorAttributes 9","name":"string 7","namespace":"string 1","resource":"string 5","subresource":"string 6","verb":"string 2","version":"string 4"}}
{"name":"authorization.v1.ResourceRule","type":"object","fields":{"apiGroups":"[]string 2 list=atomic","resourceNames":"[]string 4 list=atomic","resources":"[]string 3 list=atomic","verbs":"[]string 1 required list=atomic"}}
{"name":"authorization.v1.SelfSubjectAccessReview","kind":"authorization.k8s.io/v1 SelfSubjectAccessReview","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"authorization.v1.SelfSubjectAccessReviewSpec 2 required","status":"authorization.v1.SubjectAccessReviewStatus 3"}}
{"name":"authorization.v1.SelfSubjectAccessReviewSpec","type":"object","fields":{"nonResourceAttributes":"authorization.v1.NonResourceAttributes 2","resourceAttributes":"authorization.v1.ResourceAttributes 1"}}
{"name":"authorization.v1.SelfSubjectRulesReview","kind":"authorization.k8s.io/v1 SelfSubjectRulesReview","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"authorization.v1.SelfSubjectRulesReviewSpec 2 required","status":"authorization.v1.SubjectRulesReviewStatus 3"}}
{"name":"authorization.v1.SelfSubjectRulesReviewSpec","type":"object","fields":{"namespace":"string 1"}}
{"name":"authorization.v1.SubjectAccessReview","kind":"authorization.k8s.io/v1 SubjectAccessReview","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"authorization.v1.SubjectAccessReviewSpec 2 required","status":"authorization.v1.SubjectAccessReviewStatus 3"}}
{"name":"authorization.v1.SubjectAccessReviewSpec","type":"object","fields":{"extra":"map:[]string 5 wire=map[string]k8s.io.api.authorization.v1.ExtraValue","groups":"[]string 4 list=atomic","nonResourceAttributes":"authorization.v1.NonResourceAttributes 2","resourceAttributes":"authorization.v1.ResourceAttributes 1","uid":"string 6","user":"string 3"}}
{"name":"authorization.v1.SubjectAccessReviewStatus","type":"object","fields":{"allowed":"boolean 1 required","denied":"boolean 4","evaluationError":"string 3","reason":"string 2"}}
{"name":"authorization.v1.SubjectRulesReviewStatus","type":"object","fields":{"evaluationError":"string 4","incomplete":"boolean 3 required","nonResourceRules":"[]authorization.v1.NonResourceRule 2 required list=atomic","resourceRules":"[]authorization.v1.ResourceRule 1 required list=atomic"}}
{"name":"autoscaling.v1.CrossVersionObjectReference","type":"object","mapType":"atomic","fields":{"apiVersion":"string 3","kind":"string 1 required","name":"string 2 required"}}
{"name":"autoscaling.v1.HorizontalPodAutoscaler","kind":"autoscaling/v1 HorizontalPodAutoscaler","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"autoscaling.v1.HorizontalPodAutoscalerSpec 2 required","status":"autoscaling.v1.HorizontalPodAutoscalerStatus 3"}}
{"name":"autoscaling.v1.HorizontalPodAutoscalerList","kind":"autoscaling/v1 HorizontalPodAutoscalerList","type":"object","fields":{"apiVersion":"string -","items":"[]autoscaling.v1.HorizontalPodAutoscaler 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"autoscaling.v1.HorizontalPodAutoscalerSpec","type":"object","fields":{"maxReplicas":"int32 3 required","minReplicas":"int32 2","scaleTargetRef":"autoscaling.v1.CrossVersionObjectReference 1 required","targetCPUUtilizationPercentage":"int32 4"}}
{"name":"autoscaling.v1.HorizontalPodAutoscalerStatus","type":"object","fields":{"currentCPUUtilizationPercentage":"int32 5","currentReplicas":"int32 3 required","desiredReplicas":"int32 4 required","lastScaleTime":"meta.v1.Time 2","observedGeneration":"int64 1"}}
{"name":"autoscaling.v1.Scale","kind":"autoscaling/v1 Scale","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"autoscaling.v1.ScaleSpec 2","status":"autoscaling.v1.ScaleStatus 3"}}
{"name":"autoscaling.v1.ScaleSpec","type":"object","fields":{"replicas":"int32 1"}}
{"name":"autoscaling.v1.ScaleStatus","type":"object","fields":{"replicas":"int32 1 required","selector":"string 2"}}
{"name":"autoscaling.v2.ContainerResourceMetricSource","type":"object","fields":{"container":"string 3 required","name":"string 1 required","target":"autoscaling.v2.MetricTarget 2 required"}}
{"name":"autoscaling.v2.ContainerResourceMetricStatus","type":"object","fields":{"container":"string 3 required","current":"autoscaling.v2.MetricValueStatus 2 required","name":"string 1 required"}}
{"name":"autoscaling.v2.CrossVersionObjectReference","type":"object","fields":{"apiVersion":"string 3","kind":"string 1 required","name":"string 2 required"}}
{"name":"autoscaling.v2.ExternalMetricSource","type":"object","fields":{"metric":"autoscaling.v2.MetricIdentifier 1 required","target":"autoscaling.v2.MetricTarget 2 required"}}
{"name":"autoscaling.v2.ExternalMetricStatus","type":"object","fields":{"current":"autoscaling.v2.MetricValueStatus 2 required","metric":"autoscaling.v2.MetricIdentifier 1 required"}}
{"name":"autoscaling.v2.HPAScalingPolicy","type":"object","fields":{"periodSeconds":"int32 3 required","type":"string 1 required","value":"int32 2 required"}}
{"name":"autoscaling.v2.HPAScalingRules","type":"object","fields":{"policies":"[]autoscaling.v2.HPAScalingPolicy 2 list=atomic","selectPolicy":"string 1","stabilizationWindowSeconds":"int32 3","tolerance":"resource.Quantity 4"}}
{"name":"autoscaling.v2.HorizontalPodAutoscaler","kind":"autoscaling/v2 HorizontalPodAutoscaler","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"autoscaling.v2.HorizontalPodAutoscalerSpec 2 required","status":"autoscaling.v2.HorizontalPodAutoscalerStatus 3"}}
{"name":"autoscaling.v2.HorizontalPodAutoscalerBehavior","type":"object","fields":{"scaleDown":"autoscaling.v2.HPAScalingRules 2","scaleUp":"autoscaling.v2.HPAScalingRules 1"}}
{"name":"autoscaling.v2.HorizontalPodAutoscalerCondition","type":"object","fields":{"lastTransitionTime":"meta.v1.Time 3","message":"string 5","reason":"string 4","status":"string 2 required","type":"string 1 required"}}
{"name":"autoscaling.v2.HorizontalPodAutoscalerList","kind":"autoscaling/v2 HorizontalPodAutoscalerList","type":"object","fields":{"apiVersion":"string -","items":"[]autoscaling.v2.HorizontalPodAutoscaler 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"autoscaling.v2.HorizontalPodAutoscalerSpec","type":"object","fields":{"behavior":"autoscaling.v2.HorizontalPodAutoscalerBehavior 5","maxReplicas":"int32 3 required","metrics":"[]autoscaling.v2.MetricSpec 4 list=atomic","minReplicas":"int32 2","scaleTargetRef":"autoscaling.v2.CrossVersionObjectReference 1 required"}}
{"name":"autoscaling.v2.HorizontalPodAutoscalerStatus","type":"object","fields":{"conditions":"[]autoscaling.v2.HorizontalPodAutoscalerCondition 6 list=map:type patch=merge mergeKey=type","currentMetrics":"[]autoscaling.v2.MetricStatus 5 list=atomic","currentReplicas":"int32 3","desiredReplicas":"int32 4 required","lastScaleTime":"meta.v1.Time 2","observedGeneration":"int64 1"}}
{"name":"autoscaling.v2.MetricIdentifier","type":"object","fields":{"name":"string 1 required","selector":"meta.v1.LabelSelector 2"}}
{"name":"autoscaling.v2.MetricSpec","type":"object","fields":{"containerResource":"autoscaling.v2.ContainerResourceMetricSource 7","external":"autoscaling.v2.ExternalMetricSource 5","object":"autoscaling.v2.ObjectMetricSource 2","pods":"autoscaling.v2.PodsMetricSource 3","resource":"autoscaling.v2.ResourceMetricSource 4","type":"string 1 required"}}
{"name":"autoscaling.v2.MetricStatus","type":"object","fields":{"containerResource":"autoscaling.v2.ContainerResourceMetricStatus 7","external":"autoscaling.v2.ExternalMetricStatus 5","object":"autoscaling.v2.ObjectMetricStatus 2","pods":"autoscaling.v2.PodsMetricStatus 3","resource":"autoscaling.v2.ResourceMetricStatus 4","type":"string 1 required"}}
{"name":"autoscaling.v2.MetricTarget","type":"object","fields":{"averageUtilization":"int32 4","averageValue":"resource.Quantity 3","type":"string 1 required","value":"resource.Quantity 2"}}
{"name":"autoscaling.v2.MetricValueStatus","type":"object","fields":{"averageUtilization":"int32 3","averageValue":"resource.Quantity 2","value":"resource.Quantity 1"}}
{"name":"autoscaling.v2.ObjectMetricSource","type":"object","fields":{"describedObject":"autoscaling.v2.CrossVersionObjectReference 1 required","metric":"autoscaling.v2.MetricIdentifier 3 required","target":"autoscaling.v2.MetricTarget 2 required"}}
{"name":"autoscaling.v2.ObjectMetricStatus","type":"object","fields":{"current":"autoscaling.v2.MetricValueStatus 2 required","describedObject":"autoscaling.v2.CrossVersionObjectReference 3 required","metric":"autoscaling.v2.MetricIdentifier 1 required"}}
{"name":"autoscaling.v2.PodsMetricSource","type":"object","fields":{"metric":"autoscaling.v2.MetricIdentifier 1 required","target":"autoscaling.v2.MetricTarget 2 required"}}
{"name":"autoscaling.v2.PodsMetricStatus","type":"object","fields":{"current":"autoscaling.v2.MetricValueStatus 2 required","metric":"autoscaling.v2.MetricIdentifier 1 required"}}
{"name":"autoscaling.v2.ResourceMetricSource","type":"object","fields":{"name":"string 1 required","target":"autoscaling.v2.MetricTarget 2 required"}}
{"name":"autoscaling.v2.ResourceMetricStatus","type":"object","fields":{"current":"autoscaling.v2.MetricValueStatus 2 required","name":"string 1 required"}}
{"name":"batch.v1.CronJob","kind":"batch/v1 CronJob","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"batch.v1.CronJobSpec 2 required","status":"batch.v1.CronJobStatus 3"}}
{"name":"batch.v1.CronJobList","kind":"batch/v1 CronJobList","type":"object","fields":{"apiVersion":"string -","items":"[]batch.v1.CronJob 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"batch.v1.CronJobSpec","type":"object","fields":{"concurrencyPolicy":"string 3","failedJobsHistoryLimit":"int32 7","jobTemplate":"batch.v1.JobTemplateSpec 5 required","schedule":"string 1 required","startingDeadlineSeconds":"int64 2","successfulJobsHistoryLimit":"int32 6","suspend":"boolean 4","timeZone":"string 8"}}
{"name":"batch.v1.CronJobStatus","type":"object","fields":{"active":"[]core.v1.ObjectReference 1 list=atomic","lastScheduleTime":"meta.v1.Time 4","lastSuccessfulTime":"meta.v1.Time 5"}}
{"name":"batch.v1.Job","kind":"batch/v1 Job","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"batch.v1.JobSpec 2","status":"batch.v1.JobStatus 3"}}
{"name":"batch.v1.JobCondition","type":"object","fields":{"lastProbeTime":"meta.v1.Time 3","lastTransitionTime":"meta.v1.Time 4","message":"string 6","reason":"string 5","status":"string 2 required","type":"string 1 required"}}
{"name":"batch.v1.JobList","kind":"batch/v1 JobList","type":"object","fields":{"apiVersion":"string -","items":"[]batch.v1.Job 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"batch.v1.JobSpec","type":"object","fields":{"activeDeadlineSeconds":"int64 3","backoffLimit":"int32 7","backoffLimitPerIndex":"int32 12","completionMode":"string 9","completions":"int32 2","managedBy":"string 15","manualSelector":"boolean 5","maxFailedIndexes":"int32 13","parallelism":"int32 1","podFailurePolicy":"batch.v1.PodFailurePolicy 11","podReplacementPolicy":"string 14","selector":"meta.v1.LabelSelector 4","successPolicy":"batch.v1.SuccessPolicy 16","suspend":"boolean 10","template":"core.v1.PodTemplateSpec 6 required","ttlSecondsAfterFinished":"int32 8"}}
{"name":"batch.v1.JobStatus","type":"object","fields":{"active":"int32 4","completedIndexes":"string 7","completionTime":"meta.v1.Time 3","conditions":"[]batch.v1.JobCondition 1 list=atomic patch=merge mergeKey=type","failed":"int32 6","failedIndexes":"string 10","ready":"int32 9","startTime":"meta.v1.Time 2","succeeded":"int32 5","terminating":"int32 11","uncountedTerminatedPods":"batch.v1.UncountedTerminatedPods 8"}}
{"name":"batch.v1.JobTemplateSpec","type":"object","fields":{"metadata":"meta.v1.ObjectMeta 1","spec":"batch.v1.JobSpec 2"}}
{"name":"batch.v1.PodFailurePolicy","type":"object","fields":{"rules":"[]batch.v1.PodFailurePolicyRule 1 required list=atomic"}}
{"name":"batch.v1.PodFailurePolicyOnExitCodesRequirement","type":"object","fields":{"containerName":"string 1","operator":"string 2 required","values":"[]int32 3 required list=set"}}
{"name":"batch.v1.PodFailurePolicyOnPodConditionsPattern","type":"object","fields":{"status":"string 2","type":"string 1 required"}}
{"name":"batch.v1.PodFailurePolicyRule","type":"object","fields":{"action":"string 1 required","onExitCodes":"batch.v1.PodFailurePolicyOnExitCodesRequirement 2","onPodConditions":"[]batch.v1.PodFailurePolicyOnPodConditionsPattern 3 list=atomic"}}
{"name":"batch.v1.SuccessPolicy","type":"object","fields":{"rules":"[]batch.v1.SuccessPolicyRule 1 required list=atomic"}}
{"name":"batch.v1.SuccessPolicyRule","type":"object","fields":{"succeededCount":"int32 2","succeededIndexes":"string 1"}}
{"name":"batch.v1.UncountedTerminatedPods","type":"object","fields":{"failed":"[]string 2 list=set","succeeded":"[]string 1 list=set"}}
{"name":"certificates.v1.CertificateSigningRequest","kind":"certificates.k8s.io/v1 CertificateSigningRequest","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"certificates.v1.CertificateSigningRequestSpec 2 required","status":"certificates.v1.CertificateSigningRequestStatus 3"}}
{"name":"certificates.v1.CertificateSigningRequestCondition","type":"object","fields":{"lastTransitionTime":"meta.v1.Time 5","lastUpdateTime":"meta.v1.Time 4","message":"string 3","reason":"string 2","status":"string 6 required","type":"string 1 required"}}
{"name":"certificates.v1.CertificateSigningRequestList","kind":"certificates.k8s.io/v1 CertificateSigningRequestList","type":"object","fields":{"apiVersion":"string -","items":"[]certificates.v1.CertificateSigningRequest 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"certificates.v1.CertificateSigningRequestSpec","type":"object","fields":{"expirationSeconds":"int32 8","extra":"map:[]string 6 wire=map[string]k8s.io.api.certificates.v1.ExtraValue","groups":"[]string 4 list=atomic","request":"byte 1 required","signerName":"string 7 required","uid":"string 3","usages":"[]string 5 list=atomic","username":"string 2"}}
{"name":"certificates.v1.CertificateSigningRequestStatus","type":"object","fields":{"certificate":"byte 2","conditions":"[]certificates.v1.CertificateSigningRequestCondition 1 list=map:type"}}
{"name":"coordination.v1.Lease","kind":"coordination.k8s.io/v1 Lease","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"coordination.v1.LeaseSpec 2"}}
{"name":"coordination.v1.LeaseList","kind":"coordination.k8s.io/v1 LeaseList","type":"object","fields":{"apiVersion":"string -","items":"[]coordination.v1.Lease 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"coordination.v1.LeaseSpec","type":"object","fields":{"acquireTime":"meta.v1.MicroTime 3","holderIdentity":"string 1","leaseDurationSeconds":"int32 2","leaseTransitions":"int32 5","preferredHolder":"string 7","renewTime":"meta.v1.MicroTime 4","strategy":"string 6"}}
{"name":"core.v1.AWSElasticBlockStoreVolumeSource","type":"object","fields":{"fsType":"string 2","partition":"int32 3","readOnly":"boolean 4","volumeID":"string 1 required"}}
{"name":"core.v1.Affinity","type":"object","fields":{"nodeAffinity":"core.v1.NodeAffinity 1","podAffinity":"core.v1.PodAffinity 2","podAntiAffinity":"core.v1.PodAntiAffinity 3"}}
{"name":"core.v1.AppArmorProfile","type":"object","fields":{"localhostProfile":"string 2","type":"string 1 required"}}
{"name":"core.v1.AttachedVolume","type":"object","fields":{"devicePath":"string 2 required","name":"string 1 required"}}
{"name":"core.v1.AzureDiskVolumeSource","type":"object","fields":{"cachingMode":"string 3","diskName":"string 1 required","diskURI":"string 2 required","fsType":"string 4","kind":"string 6","readOnly":"boolean 5"}}
{"name":"core.v1.AzureFilePersistentVolumeSource","type":"object","fields":{"readOnly":"boolean 3","secretName":"string 1 required","secretNamespace":"string 4","shareName":"string 2 required"}}
{"name":"core.v1.AzureFileVolumeSource","type":"object","fields":{"readOnly":"boolean 3","secretName":"string 1 required","shareName":"string 2 required"}}
{"name":"core.v1.Binding","kind":"v1 Binding","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","target":"core.v1.ObjectReference 2 required"}}
{"name":"core.v1.CSIPersistentVolumeSource","type":"object","fields":{"controllerExpandSecretRef":"core.v1.SecretReference 9","controllerPublishSecretRef":"core.v1.SecretReference 6","driver":"string 1 required","fsType":"string 4","nodeExpandSecretRef":"core.v1.SecretReference 10","nodePublishSecretRef":"core.v1.SecretReference 8","nodeStageSecretRef":"core.v1.SecretReference 7","readOnly":"boolean 3","volumeAttributes":"map:string 5","volumeHandle":"string 2 required"}}
{"name":"core.v1.CSIVolumeSource","type":"object","fields":{"driver":"string 1 required","fsType":"string 3","nodePublishSecretRef":"core.v1.LocalObjectReference 5","readOnly":"boolean 2","volumeAttributes":"map:string 4"}}
{"name":"core.v1.Capabilities","type":"object","fields":{"add":"[]string 1 list=atomic","drop":"[]string 2 list=atomic"}}
{"name":"core.v1.CephFSPersistentVolumeSource","type":"object","fields":{"monitors":"[]string 1 required list=atomic","path":"string 2","readOnly":"boolean 6","secretFile":"string 4","secretRef":"core.v1.SecretReference 5","user":"string 3"}}
{"name":"core.v1.CephFSVolumeSource","type":"object","fields":{"monitors":"[]string 1 required list=atomic","path":"string 2","readOnly":"boolean 6","secretFile":"string 4","secretRef":"core.v1.LocalObjectReference 5","user":"string 3"}}
{"name":"core.v1.CinderPersistentVolumeSource","type":"object","fields":{"fsType":"string 2","readOnly":"boolean 3","secretRef":"core.v1.SecretReference 4","volumeID":"string 1 required"}}
{"name":"core.v1.CinderVolumeSource","type":"object","fields":{"fsType":"string 2","readOnly":"boolean 3","secretRef":"core.v1.LocalObjectReference 4","volumeID":"string 1 required"}}
{"name":"core.v1.ClientIPConfig","type":"object","fields":{"timeoutSeconds":"int32 1"}}
{"name":"core.v1.ClusterTrustBundleProjection","type":"object","fields":{"labelSelector":"meta.v1.LabelSelector 3","name":"string 1","optional":"boolean 5","path":"string 4 required","signerName":"string 2"}}
{"name":"core.v1.ComponentCondition","type":"object","fields":{"error":"string 4","message":"string 3","status":"string 2 required","type":"string 1 required"}}
{"name":"core.v1.ComponentStatus","kind":"v1 ComponentStatus","type":"object","fields":{"apiVersion":"string -","conditions":"[]core.v1.ComponentCondition 2 list=map:type patch=merge mergeKey=type","kind":"string -","metadata":"meta.v1.ObjectMeta 1"}}
{"name":"core.v1.ComponentStatusList","kind":"v1 ComponentStatusList","type":"object","fields":{"apiVersion":"string -","items":"[]core.v1.ComponentStatus 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"core.v1.ConfigMap","kind":"v1 ConfigMap","type":"object","fields":{"apiVersion":"string -","binaryData":"map:byte 3","data":"map:string 2","immutable":"boolean 4","kind":"string -","metadata":"meta.v1.ObjectMeta 1"}}
{"name":"core.v1.ConfigMapEnvSource","type":"object","fields":{"name":"string 1.1","optional":"boolean 2"}}
{"name":"core.v1.ConfigMapKeySelector","type":"object","mapType":"atomic","fields":{"key":"string 2 required","name":"string 1.1","optional":"boolean 3"}}
{"name":"core.v1.ConfigMapList","kind":"v1 ConfigMapList","type":"object","fields":{"apiVersion":"string -","items":"[]core.v1.ConfigMap 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"core.v1.ConfigMapNodeConfigSource","type":"object","fields":{"kubeletConfigKey":"string 5 required","name":"string 2 required","namespace":"string 1 required","resourceVersion":"string 4","uid":"string 3"}}
{"name":"core.v1.ConfigMapProjection","type":"object","fields":{"items":"[]core.v1.KeyToPath 2 list=atomic","name":"string 1.1","optional":"boolean 4"}}
{"name":"core.v1.ConfigMapVolumeSource","type":"object","fields":{"defaultMode":"int32 3","items":"[]core.v1.KeyToPath 2 list=atomic","name":"string 1.1","optional":"boolean 4"}}
{"name":"core.v1.Container","type":"object","fields":{"args":"[]string 4 list=atomic","command":"[]string 3 list=atomic","env":"[]core.v1.EnvVar 7 list=map:name patch=merge mergeKey=name","envFrom":"[]core.v1.EnvFromSource 19 list=atomic","image":"string 2","imagePullPolicy":"string 14","lifecycle":"core.v1.Lifecycle 12","livenessProbe":"core.v1.Probe 10","name":"string 1 required","ports":"[]core.v1.ContainerPort 6 list=map:containerPort,protocol patch=merge mergeKey=containerPort","readinessProbe":"core.v1.Probe 11","resizePolicy":"[]core.v1.ContainerResizePolicy 23 list=atomic","resources":"core.v1.ResourceRequirements 8","restartPolicy":"string 24","restartPolicyRules":"[]core.v1.ContainerRestartRule 25 list=atomic","securityContext":"core.v1.SecurityContext 15","startupProbe":"core.v1.Probe 22","stdin":"boolean 16","stdinOnce":"boolean 17","terminationMessagePath":"string 13","terminationMessagePolicy":"string 20","tty":"boolean 18","volumeDevices":"[]core.v1.VolumeDevice 21 list=map:devicePath patch=merge mergeKey=devicePath","volumeMounts":"[]core.v1.VolumeMount 9 list=map:mountPath patch=merge mergeKey=mountPath","workingDir":"string 5"}}
{"name":"core.v1.ContainerExtendedResourceRequest","type":"object","fields":{"containerName":"string 1 required","requestName":"string 3 required","resourceName":"string 2 required"}}
{"name":"core.v1.ContainerImage","type":"object","fields":{"names":"[]string 1 list=atomic","sizeBytes":"int64 2"}}
{"name":"core.v1.ContainerPort","type":"object","fields":{"containerPort":"int32 3 required","hostIP":"string 5","hostPort":"int32 2","name":"string 1","protocol":"string 4 default=TCP"}}
{"name":"core.v1.ContainerResizePolicy","type":"object","fields":{"resourceName":"string 1 required","restartPolicy":"string 2 required"}}
{"name":"core.v1.ContainerRestartRule","type":"object","fields":{"action":"string 1 required","exitCodes":"core.v1.ContainerRestartRuleOnExitCodes 2"}}
{"name":"core.v1.ContainerRestartRuleOnExitCodes","type":"object","fields":{"operator":"string 1 required","values":"[]int32 2 list=set"}}
{"name":"core.v1.ContainerState","type":"object","fields":{"running":"core.v1.ContainerStateRunning 2","terminated":"core.v1.ContainerStateTerminated 3","waiting":"core.v1.ContainerStateWaiting 1"}}
{"name":"core.v1.ContainerStateRunning","type":"object","fields":{"startedAt":"meta.v1.Time 1"}}
{"name":"core.v1.ContainerStateTerminated","type":"object","fields":{"containerID":"string 7","exitCode":"int32 1 required","finishedAt":"meta.v1.Time 6","message":"string 4","reason":"string 3","signal":"int32 2","startedAt":"meta.v1.Time 5"}}
{"name":"core.v1.ContainerStateWaiting","type":"object","fields":{"message":"string 2","reason":"string 1"}}
{"name":"core.v1.ContainerStatus","type":"object","fields":{"allocatedResources":"map:resource.Quantity 10","allocatedResourcesStatus":"[]core.v1.ResourceStatus 14 list=map:name patch=merge mergeKey=name","containerID":"string 8","image":"string 6 required","imageID":"string 7 required","lastState":"core.v1.ContainerState 3","name":"string 1 required","ready":"boolean 4 required","resources":"core.v1.ResourceRequirements 11","restartCount":"int32 5 required","started":"boolean 9","state":"core.v1.ContainerState 2","stopSignal":"string 15","user":"core.v1.ContainerUser 13","volumeMounts":"[]core.v1.VolumeMountStatus 12 list=map:mountPath patch=merge mergeKey=mountPath"}}
{"name":"core.v1.ContainerUser","type":"object","fields":{"linux":"core.v1.LinuxContainerUser 1"}}
{"name":"core.v1.DaemonEndpoint","type":"object","fields":{"Port":"int32 1 required"}}
{"name":"core.v1.DownwardAPIProjection","type":"object","fields":{"items":"[]core.v1.DownwardAPIVolumeFile 1 list=atomic"}}
{"name":"core.v1.DownwardAPIVolumeFile","type":"object","fields":{"fieldRef":"core.v1.ObjectFieldSelector 2","mode":"int32 4","path":"string 1 required","resourceFieldRef":"core.v1.ResourceFieldSelector 3"}}
{"name":"core.v1.DownwardAPIVolumeSource","type":"object","fields":{"defaultMode":"int32 2","items":"[]core.v1.DownwardAPIVolumeFile 1 list=atomic"}}
{"name":"core.v1.EmptyDirVolumeSource","type":"object","fields":{"medium":"string 1","sizeLimit":"resource.Quantity 2"}}
{"name":"core.v1.EndpointAddress","type":"object","mapType":"atomic","fields":{"hostname":"string 3","ip":"string 1 required","nodeName":"string 4","targetRef":"core.v1.ObjectReference 2"}}
{"name":"core.v1.EndpointPort","type":"object","mapType":"atomic","fields":{"appProtocol":"string 4","name":"string 1","port":"int32 2 required","protocol":"string 3"}}
{"name":"core.v1.EndpointSubset","type":"object","fields":{"addresses":"[]core.v1.EndpointAddress 1 list=atomic","notReadyAddresses":"[]core.v1.EndpointAddress 2 list=atomic","ports":"[]core.v1.EndpointPort 3 list=atomic"}}
{"name":"core.v1.Endpoints","kind":"v1 Endpoints","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","subsets":"[]core.v1.EndpointSubset 2 list=atomic"}}
{"name":"core.v1.EndpointsList","kind":"v1 EndpointsList","type":"object","fields":{"apiVersion":"string -","items":"[]core.v1.Endpoints 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"core.v1.EnvFromSource","type":"object","fields":{"configMapRef":"core.v1.ConfigMapEnvSource 2","prefix":"string 1","secretRef":"core.v1.SecretEnvSource 3"}}
{"name":"core.v1.EnvVar","type":"object","fields":{"name":"string 1 required","value":"string 2","valueFrom":"core.v1.EnvVarSource 3"}}
{"name":"core.v1.EnvVarSource","type":"object","fields":{"configMapKeyRef":"core.v1.ConfigMapKeySelector 3","fieldRef":"core.v1.ObjectFieldSelector 1","fileKeyRef":"core.v1.FileKeySelector 5","resourceFieldRef":"core.v1.ResourceFieldSelector 2","secretKeyRef":"core.v1.SecretKeySelector 4"}}
{"name":"core.v1.EphemeralContainer","type":"object","fields":{"args":"[]string 1.4 list=atomic","command":"[]string 1.3 list=atomic","env":"[]core.v1.EnvVar 1.7 list=map:name patch=merge mergeKey=name","envFrom":"[]core.v1.EnvFromSource 1.19 list=atomic","image":"string 1.2","imagePullPolicy":"string 1.14","lifecycle":"core.v1.Lifecycle 1.12","livenessProbe":"core.v1.Probe 1.10","name":"string 1.1 required","ports":"[]core.v1.ContainerPort 1.6 list=map:containerPort,protocol patch=merge mergeKey=containerPort","readinessProbe":"core.v1.Probe 1.11","resizePolicy":"[]core.v1.ContainerResizePolicy 1.23 list=atomic","resources":"core.v1.ResourceRequirements 1.8","restartPolicy":"string 1.24","restartPolicyRules":"[]core.v1.ContainerRestartRule 1.25 list=atomic","securityContext":"core.v1.SecurityContext 1.15","startupProbe":"core.v1.Probe 1.22","stdin":"boolean 1.16","stdinOnce":"boolean 1.17","targetContainerName":"string 2","terminationMessagePath":"string 1.13","terminationMessagePolicy":"string 1.20","tty":"boolean 1.18","volumeDevices":"[]core.v1.VolumeDevice 1.21 list=map:devicePath patch=merge mergeKey=devicePath","volumeMounts":"[]core.v1.VolumeMount 1.9 list=map:mountPath patch=merge mergeKey=mountPath","workingDir":"string 1.5"}}
{"name":"core.v1.EphemeralVolumeSource","type":"object","fields":{"volumeClaimTemplate":"core.v1.PersistentVolumeClaimTemplate 1"}}
{"name":"core.v1.Event","kind":"v1 Event","type":"object","fields":{"action":"string 12","apiVersion":"string -","count":"int32 8","eventTime":"meta.v1.MicroTime 10","firstTimestamp":"meta.v1.Time 6","involvedObject":"core.v1.ObjectReference 2 required","kind":"string -","lastTimestamp":"meta.v1.Time 7","message":"string 4","metadata":"meta.v1.ObjectMeta 1 required","reason":"string 3","related":"core.v1.ObjectReference 13","reportingComponent":"string 14","reportingInstance":"string 15","series":"core.v1.EventSeries 11","source":"core.v1.EventSource 5","type":"string 9"}}
{"name":"core.v1.EventList","kind":"v1 EventList","type":"object","fields":{"apiVersion":"string -","items":"[]core.v1.Event 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"core.v1.EventSeries","type":"object","fields":{"count":"int32 1","lastObservedTime":"meta.v1.MicroTime 2"}}
{"name":"core.v1.EventSource","type":"object","fields":{"component":"string 1","host":"string 2"}}
{"name":"core.v1.ExecAction","type":"object","fields":{"command":"[]string 1 list=atomic"}}
{"name":"core.v1.FCVolumeSource","type":"object","fields":{"fsType":"string 3","lun":"int32 2","readOnly":"boolean 4","targetWWNs":"[]string 1 list=atomic","wwids":"[]string 5 list=atomic"}}
{"name":"core.v1.FileKeySelector","type":"object","mapType":"atomic","fields":{"key":"string 3 required","optional":"boolean 4","path":"string 2 required","volumeName":"string 1 required"}}
{"name":"core.v1.FlexPersistentVolumeSource","type":"object","fields":{"driver":"string 1 required","fsType":"string 2","options":"map:string 5","readOnly":"boolean 4","secretRef":"core.v1.SecretReference 3"}}
{"name":"core.v1.FlexVolumeSource","type":"object","fields":{"driver":"string 1 required","fsType":"string 2","options":"map:string 5","readOnly":"boolean 4","secretRef":"core.v1.LocalObjectReference 3"}}
{"name":"core.v1.FlockerVolumeSource","type":"object","fields":{"datasetName":"string 1","datasetUUID":"string 2"}}
{"name":"core.v1.GCEPersistentDiskVolumeSource","type":"object","fields":{"fsType":"string 2","partition":"int32 3","pdName":"string 1 required","readOnly":"boolean 4"}}
{"name":"core.v1.GRPCAction","type":"object","fields":{"port":"int32 1 required","service":"string 2"}}
{"name":"core.v1.GitRepoVolumeSource","type":"object","fields":{"directory":"string 3","repository":"string 1 required","revision":"string 2"}}
{"name":"core.v1.GlusterfsPersistentVolumeSource","type":"object","fields":{"endpoints":"string 1 required","endpointsNamespace":"string 4","path":"string 2 required","readOnly":"boolean 3"}}
{"name":"core.v1.GlusterfsVolumeSource","type":"object","fields":{"endpoints":"string 1 required","path":"string 2 required","readOnly":"boolean 3"}}
{"name":"core.v1.HTTPGetAction","type":"object","fields":{"host":"string 3","httpHeaders":"[]core.v1.HTTPHeader 5 list=atomic","path":"string 1","port":"intstr.IntOrString 2 required","scheme":"string 4"}}
{"name":"core.v1.HTTPHeader","type":"object","fields":{"name":"string 1 required","value":"string 2 required"}}
{"name":"core.v1.HostAlias","type":"object","fields":{"hostnames":"[]string 2 list=atomic","ip":"string 1 required"}}
{"name":"core.v1.HostIP","type":"object","fields":{"ip":"string 1 required"}}
{"name":"core.v1.HostPathVolumeSource","type":"object","fields":{"path":"string 1 required","type":"string 2"}}
{"name":"core.v1.ISCSIPersistentVolumeSource","type":"object","fields":{"chapAuthDiscovery":"boolean 8","chapAuthSession":"boolean 11","fsType":"string 5","initiatorName":"string 12","iqn":"string 2 required","iscsiInterface":"string 4","lun":"int32 3 required","portals":"[]string 7 list=atomic","readOnly":"boolean 6","secretRef":"core.v1.SecretReference 10","targetPortal":"string 1 required"}}
{"name":"core.v1.ISCSIVolumeSource","type":"object","fields":{"chapAuthDiscovery":"boolean 8","chapAuthSession":"boolean 11","fsType":"string 5","initiatorName":"string 12","iqn":"string 2 required","iscsiInterface":"string 4","lun":"int32 3 required","portals":"[]string 7 list=atomic","readOnly":"boolean 6","secretRef":"core.v1.LocalObjectReference 10","targetPortal":"string 1 required"}}
{"name":"core.v1.ImageVolumeSource","type":"object","fields":{"pullPolicy":"string 2","reference":"string 1"}}
{"name":"core.v1.ImageVolumeStatus","type":"object","fields":{"imageRef":"string 1 required"}}
{"name":"core.v1.KeyToPath","type":"object","fields":{"key":"string 1 required","mode":"int32 3","path":"string 2 required"}}
{"name":"core.v1.Lifecycle","type":"object","fields":{"postStart":"core.v1.LifecycleHandler 1","preStop":"core.v1.LifecycleHandler 2","stopSignal":"string 3"}}
{"name":"core.v1.LifecycleHandler","type":"object","fields":{"exec":"core.v1.ExecAction 1","httpGet":"core.v1.HTTPGetAction 2","sleep":"core.v1.SleepAction 4","tcpSocket":"core.v1.TCPSocketAction 3"}}
{"name":"core.v1.LimitRange","kind":"v1 LimitRange","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"core.v1.LimitRangeSpec 2"}}
{"name":"core.v1.LimitRangeItem","type":"object","fields":{"default":"map:resource.Quantity 4","defaultRequest":"map:resource.Quantity 5","max":"map:resource.Quantity 2","maxLimitRequestRatio":"map:resource.Quantity 6","min":"map:resource.Quantity 3","type":"string 1 required"}}
{"name":"core.v1.LimitRangeList","kind":"v1 LimitRangeList","type":"object","fields":{"apiVersion":"string -","items":"[]core.v1.LimitRange 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"core.v1.LimitRangeSpec","type":"object","fields":{"limits":"[]core.v1.LimitRangeItem 1 required list=atomic"}}
{"name":"core.v1.LinuxContainerUser","type":"object","fields":{"gid":"int64 2 required","supplementalGroups":"[]int64 3 list=atomic","uid":"int64 1 required"}}
{"name":"core.v1.LoadBalancerIngress","type":"object","fields":{"hostname":"string 2","ip":"string 1","ipMode":"string 3","ports":"[]core.v1.PortStatus 4 list=atomic"}}
{"name":"core.v1.LoadBalancerStatus","type":"object","fields":{"ingress":"[]core.v1.LoadBalancerIngress 1 list=atomic"}}
{"name":"core.v1.LocalObjectReference","type":"object","mapType":"atomic","fields":{"name":"string 1"}}
{"name":"core.v1.LocalVolumeSource","type":"object","fields":{"fsType":"string 2","path":"string 1 required"}}
{"name":"core.v1.ModifyVolumeStatus","type":"object","fields":{"status":"string 2 required","targetVolumeAttributesClassName":"string 1"}}
{"name":"core.v1.NFSVolumeSource","type":"object","fields":{"path":"string 2 required","readOnly":"boolean 3","server":"string 1 required"}}
{"name":"core.v1.Namespace","kind":"v1 Namespace","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"core.v1.NamespaceSpec 2","status":"core.v1.NamespaceStatus 3"}}
{"name":"core.v1.NamespaceCondition","type":"object","fields":{"lastTransitionTime":"meta.v1.Time 4","message":"string 6","reason":"string 5","status":"string 2 required","type":"string 1 required"}}
{"name":"core.v1.NamespaceList","kind":"v1 NamespaceList","type":"object","fields":{"apiVersion":"string -","items":"[]core.v1.Namespace 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"core.v1.NamespaceSpec","type":"object","fields":{"finalizers":"[]string 1 list=atomic"}}
{"name":"core.v1.NamespaceStatus","type":"object","fields":{"conditions":"[]core.v1.NamespaceCondition 2 list=map:type patch=merge mergeKey=type","phase":"string 1"}}
{"name":"core.v1.Node","kind":"v1 Node","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"core.v1.NodeSpec 2","status":"core.v1.NodeStatus 3"}}
{"name":"core.v1.NodeAddress","type":"object","fields":{"address":"string 2 required","type":"string 1 required"}}
{"name":"core.v1.NodeAffinity","type":"object","fields":{"preferredDuringSchedulingIgnoredDuringExecution":"[]core.v1.PreferredSchedulingTerm 2 list=atomic","requiredDuringSchedulingIgnoredDuringExecution":"core.v1.NodeSelector 1"}}
{"name":"core.v1.NodeAllocatableResourceClaimStatus","type":"object","fields":{"containers":"[]string 2 list=set","resourceClaimName":"string 1 required","resources":"map:resource.Quantity 3 required"}}
{"name":"core.v1.NodeCondition","type":"object","fields":{"lastHeartbeatTime":"meta.v1.Time 3","lastTransitionTime":"meta.v1.Time 4","message":"string 6","reason":"string 5","status":"string 2 required","type":"string 1 required"}}
{"name":"core.v1.NodeConfigSource","type":"object","fields":{"configMap":"core.v1.ConfigMapNodeConfigSource 2"}}
{"name":"core.v1.NodeConfigStatus","type":"object","fields":{"active":"core.v1.NodeConfigSource 2","assigned":"core.v1.NodeConfigSource 1","error":"string 4","lastKnownGood":"core.v1.NodeConfigSource 3"}}
{"name":"core.v1.NodeDaemonEndpoints","type":"object","fields":{"kubeletEndpoint":"core.v1.DaemonEndpoint 1"}}
{"name":"core.v1.NodeFeatures","type":"object","fields":{"supplementalGroupsPolicy":"boolean 1"}}
{"name":"core.v1.NodeList","kind":"v1 NodeList","type":"object","fields":{"apiVersion":"string -","items":"[]core.v1.Node 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"core.v1.NodeProxyOptions","kind":"v1 NodeProxyOptions","type":"object","fields":{"apiVersion":"string -","kind":"string -","path":"string 1"}}
{"name":"core.v1.NodeRuntimeHandler","type":"object","fields":{"features":"core.v1.NodeRuntimeHandlerFeatures 2","name":"string 1"}}
{"name":"core.v1.NodeRuntimeHandlerFeatures","type":"object","fields":{"recursiveReadOnlyMounts":"boolean 1","userNamespaces":"boolean 2"}}
{"name":"core.v1.NodeSelector","type":"object","mapType":"atomic","fields":{"nodeSelectorTerms":"[]core.v1.NodeSelectorTerm 1 required list=atomic"}}
{"name":"core.v1.NodeSelectorRequirement","type":"object","fields":{"key":"string 1 required","operator":"string 2 required","values":"[]string 3 list=atomic"}}
{"name":"core.v1.NodeSelectorTerm","type":"object","mapType":"atomic","fields":{"matchExpressions":"[]core.v1.NodeSelectorRequirement 1 list=atomic","matchFields":"[]core.v1.NodeSelectorRequirement 2 list=atomic"}}
{"name":"core.v1.NodeSpec","type":"object","fields":{"configSource":"core.v1.NodeConfigSource 6","externalID":"string 2","podCIDR":"string 1","podCIDRs":"[]string 7 list=set patch=merge","providerID":"string 3","taints":"[]core.v1.Taint 5 list=atomic","unschedulable":"boolean 4"}}
{"name":"core.v1.NodeStatus","type":"object","fields":{"addresses":"[]core.v1.NodeAddress 5 list=map:type patch=merge mergeKey=type","allocatable":"map:resource.Quantity 2","capacity":"map:resource.Quantity 1","conditions":"[]core.v1.NodeCondition 4 list=map:type patch=merge mergeKey=type","config":"core.v1.NodeConfigStatus 11","daemonEndpoints":"core.v1.NodeDaemonEndpoints 6","declaredFeatures":"[]string 14 list=atomic","features":"core.v1.NodeFeatures 13","images":"[]core.v1.ContainerImage 8 list=atomic","nodeInfo":"core.v1.NodeSystemInfo 7","phase":"string 3","runtimeHandlers":"[]core.v1.NodeRuntimeHandler 12 list=atomic","volumesAttached":"[]core.v1.AttachedVolume 10 list=atomic","volumesInUse":"[]string 9 list=atomic"}}
{"name":"core.v1.NodeSwapStatus","type":"object","fields":{"capacity":"int64 1"}}
{"name":"core.v1.NodeSystemInfo","type":"object","fields":{"architecture":"string 10 required","bootID":"string 3 required","containerRuntimeVersion":"string 6 required","kernelVersion":"string 4 required","kubeProxyVersion":"string 8 required","kubeletVersion":"string 7 required","machineID":"string 1 required","operatingSystem":"string 9 required","osImage":"string 5 required","swap":"core.v1.NodeSwapStatus 11","systemUUID":"string 2 required"}}
{"name":"core.v1.ObjectFieldSelector","type":"object","mapType":"atomic","fields":{"apiVersion":"string 1","fieldPath":"string 2 required"}}
{"name":"core.v1.ObjectReference","type":"object","mapType":"atomic","fields":{"apiVersion":"string 5","fieldPath":"string 7","kind":"string 1","name":"string 3","namespace":"string 2","resourceVersion":"string 6","uid":"string 4"}}
{"name":"core.v1.PersistentVolume","kind":"v1 PersistentVolume","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"core.v1.PersistentVolumeSpec 2","status":"core.v1.PersistentVolumeStatus 3"}}
{"name":"core.v1.PersistentVolumeClaim","kind":"v1 PersistentVolumeClaim","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"core.v1.PersistentVolumeClaimSpec 2","status":"core.v1.PersistentVolumeClaimStatus 3"}}
{"name":"core.v1.PersistentVolumeClaimCondition","type":"object","fields":{"lastProbeTime":"meta.v1.Time 3","lastTransitionTime":"meta.v1.Time 4","message":"string 6","reason":"string 5","status":"string 2 required","type":"string 1 required"}}
{"name":"core.v1.PersistentVolumeClaimList","kind":"v1 PersistentVolumeClaimList","type":"object","fields":{"apiVersion":"string -","items":"[]core.v1.PersistentVolumeClaim 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"core.v1.PersistentVolumeClaimSpec","type":"object","fields":{"accessModes":"[]string 1 list=atomic","dataSource":"core.v1.TypedLocalObjectReference 7","dataSourceRef":"core.v1.TypedObjectReference 8","resources":"core.v1.VolumeResourceRequirements 2","selector":"meta.v1.LabelSelector 4","storageClassName":"string 5","volumeAttributesClassName":"string 9","volumeMode":"string 6","volumeName":"string 3"}}
{"name":"core.v1.PersistentVolumeClaimStatus","type":"object","fields":{"accessModes":"[]string 2 list=atomic","allocatedResourceStatuses":"map:string 7 map=granular","allocatedResources":"map:resource.Quantity 5","capacity":"map:resource.Quantity 3","conditions":"[]core.v1.PersistentVolumeClaimCondition 4 list=map:type patch=merge mergeKey=type","currentVolumeAttributesClassName":"string 8","modifyVolumeStatus":"core.v1.ModifyVolumeStatus 9","phase":"string 1"}}
{"name":"core.v1.PersistentVolumeClaimTemplate","type":"object","fields":{"metadata":"meta.v1.ObjectMeta 1","spec":"core.v1.PersistentVolumeClaimSpec 2 required"}}
{"name":"core.v1.PersistentVolumeClaimVolumeSource","type":"object","fields":{"claimName":"string 1 required","readOnly":"boolean 2"}}
{"name":"core.v1.PersistentVolumeList","kind":"v1 PersistentVolumeList","type":"object","fields":{"apiVersion":"string -","items":"[]core.v1.PersistentVolume 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"core.v1.PersistentVolumeSpec","type":"object","fields":{"accessModes":"[]string 3 list=atomic","awsElasticBlockStore":"core.v1.AWSElasticBlockStoreVolumeSource 2.2","azureDisk":"core.v1.AzureDiskVolumeSource 2.16","azureFile":"core.v1.AzureFilePersistentVolumeSource 2.13","capacity":"map:resource.Quantity 1","cephfs":"core.v1.CephFSPersistentVolumeSource 2.9","cinder":"core.v1.CinderPersistentVolumeSource 2.8","claimRef":"core.v1.ObjectReference 4 map=granular","csi":"core.v1.CSIPersistentVolumeSource 2.22","fc":"core.v1.FCVolumeSource 2.10","flexVolume":"core.v1.FlexPersistentVolumeSource 2.12","flocker":"core.v1.FlockerVolumeSource 2.11","gcePersistentDisk":"core.v1.GCEPersistentDiskVolumeSource 2.1","glusterfs":"core.v1.GlusterfsPersistentVolumeSource 2.4","hostPath":"core.v1.HostPathVolumeSource 2.3","iscsi":"core.v1.ISCSIPersistentVolumeSource 2.7","local":"core.v1.LocalVolumeSource 2.20","mountOptions":"[]string 7 list=atomic","nfs":"core.v1.NFSVolumeSource 2.5","nodeAffinity":"core.v1.VolumeNodeAffinity 9","persistentVolumeReclaimPolicy":"string 5","photonPersistentDisk":"core.v1.PhotonPersistentDiskVolumeSource 2.17","portworxVolume":"core.v1.PortworxVolumeSource 2.18","quobyte":"core.v1.QuobyteVolumeSource 2.15","rbd":"core.v1.RBDPersistentVolumeSource 2.6","scaleIO":"core.v1.ScaleIOPersistentVolumeSource 2.19","storageClassName":"string 6","storageos":"core.v1.StorageOSPersistentVolumeSource 2.21","volumeAttributesClassName":"string 10","volumeMode":"string 8","vsphereVolume":"core.v1.VsphereVirtualDiskVolumeSource 2.14"}}
{"name":"core.v1.PersistentVolumeStatus","type":"object","fields":{"lastPhaseTransitionTime":"meta.v1.Time 4","message":"string 2","phase":"string 1","reason":"string 3"}}
{"name":"core.v1.PhotonPersistentDiskVolumeSource","type":"object","fields":{"fsType":"string 2","pdID":"string 1 required"}}
{"name":"core.v1.Pod","kind":"v1 Pod","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"core.v1.PodSpec 2","status":"core.v1.PodStatus 3"}}
{"name":"core.v1.PodAffinity","type":"object","fields":{"preferredDuringSchedulingIgnoredDuringExecution":"[]core.v1.WeightedPodAffinityTerm 2 list=atomic","requiredDuringSchedulingIgnoredDuringExecution":"[]core.v1.PodAffinityTerm 1 list=atomic"}}
{"name":"core.v1.PodAffinityTerm","type":"object","fields":{"labelSelector":"meta.v1.LabelSelector 1","matchLabelKeys":"[]string 5 list=atomic","mismatchLabelKeys":"[]string 6 list=atomic","namespaceSelector":"meta.v1.LabelSelector 4","namespaces":"[]string 2 list=atomic","topologyKey":"string 3 required"}}
{"name":"core.v1.PodAntiAffinity","type":"object","fields":{"preferredDuringSchedulingIgnoredDuringExecution":"[]core.v1.WeightedPodAffinityTerm 2 list=atomic","requiredDuringSchedulingIgnoredDuringExecution":"[]core.v1.PodAffinityTerm 1 list=atomic"}}
{"name":"core.v1.PodAttachOptions","kind":"v1 PodAttachOptions","type":"object","fields":{"apiVersion":"string -","container":"string 5","kind":"string -","stderr":"boolean 3","stdin":"boolean 1","stdout":"boolean 2","tty":"boolean 4"}}
{"name":"core.v1.PodCertificateProjection","type":"object","fields":{"certificateChainPath":"string 6","credentialBundlePath":"string 4","keyPath":"string 5","keyType":"string 2 required","maxExpirationSeconds":"int32 3","signerName":"string 1 required","userAnnotations":"map:string 7"}}
{"name":"core.v1.PodCondition","type":"object","fields":{"lastProbeTime":"meta.v1.Time 3","lastTransitionTime":"meta.v1.Time 4","message":"string 6","observedGeneration":"int64 7","reason":"string 5","status":"string 2 required","type":"string 1 required"}}
{"name":"core.v1.PodDNSConfig","type":"object","fields":{"nameservers":"[]string 1 list=atomic","options":"[]core.v1.PodDNSConfigOption 3 list=atomic","searches":"[]string 2 list=atomic"}}
{"name":"core.v1.PodDNSConfigOption","type":"object","fields":{"name":"string 1","value":"string 2"}}
{"name":"core.v1.PodExecOptions","kind":"v1 PodExecOptions","type":"object","fields":{"apiVersion":"string -","command":"[]string 6","container":"string 5","kind":"string -","stderr":"boolean 3","stdin":"boolean 1","stdout":"boolean 2","tty":"boolean 4"}}
{"name":"core.v1.PodExtendedResourceClaimStatus","type":"object","fields":{"requestMappings":"[]core.v1.ContainerExtendedResourceRequest 1 required list=atomic","resourceClaimName":"string 2 required"}}
{"name":"core.v1.PodIP","type":"object","fields":{"ip":"string 1 required"}}
{"name":"core.v1.PodList","kind":"v1 PodList","type":"object","fields":{"apiVersion":"string -","items":"[]core.v1.Pod 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"core.v1.PodLogOptions","kind":"v1 PodLogOptions","type":"object","fields":{"apiVersion":"string -","container":"string 1","follow":"boolean 2","insecureSkipTLSVerifyBackend":"boolean 9","kind":"string -","limitBytes":"int64 8","previous":"boolean 3","sinceSeconds":"int64 4","sinceTime":"meta.v1.Time 5","stream":"string 10","tailLines":"int64 7","timestamps":"boolean 6"}}
{"name":"core.v1.PodOS","type":"object","fields":{"name":"string 1 required"}}
{"name":"core.v1.PodPortForwardOptions","kind":"v1 PodPortForwardOptions","type":"object","fields":{"apiVersion":"string -","kind":"string -","ports":"[]int32 1"}}
{"name":"core.v1.PodProxyOptions","kind":"v1 PodProxyOptions","type":"object","fields":{"apiVersion":"string -","kind":"string -","path":"string 1"}}
{"name":"core.v1.PodReadinessGate","type":"object","fields":{"conditionType":"string 1 required"}}
{"name":"core.v1.PodResourceClaim","type":"object","fields":{"name":"string 1 required","resourceClaimName":"string 3","resourceClaimTemplateName":"string 4"}}
{"name":"core.v1.PodResourceClaimStatus","type":"object","fields":{"name":"string 1 required","resourceClaimName":"string 2"}}
{"name":"core.v1.PodSchedulingGate","type":"object","fields":{"name":"string 1 required"}}
{"name":"core.v1.PodSchedulingGroup","type":"object","fields":{"podGroupName":"string 1"}}
{"name":"core.v1.PodSecurityContext","type":"object","fields":{"appArmorProfile":"core.v1.AppArmorProfile 11","fsGroup":"int64 5","fsGroupChangePolicy":"string 9","runAsGroup":"int64 6","runAsNonRoot":"boolean 3","runAsUser":"int64 2","seLinuxChangePolicy":"string 13","seLinuxOptions":"core.v1.SELinuxOptions 1","seccompProfile":"core.v1.SeccompProfile 10","supplementalGroups":"[]int64 4 list=atomic","supplementalGroupsPolicy":"string 12","sysctls":"[]core.v1.Sysctl 7 list=atomic","windowsOptions":"core.v1.WindowsSecurityContextOptions 8"}}
{"name":"core.v1.PodSpec","type":"object","fields":{"activeDeadlineSeconds":"int64 5","affinity":"core.v1.Affinity 18","automountServiceAccountToken":"boolean 21","containers":"[]core.v1.Container 2 required list=map:name patch=merge mergeKey=name","dnsConfig":"core.v1.PodDNSConfig 26","dnsPolicy":"string 6","enableServiceLinks":"boolean 30","ephemeralContainers":"[]core.v1.EphemeralContainer 34 list=map:name patch=merge mergeKey=name","hostAliases":"[]core.v1.HostAlias 23 list=map:ip patch=merge mergeKey=ip","hostIPC":"boolean 13","hostNetwork":"boolean 11","hostPID":"boolean 12","hostUsers":"boolean 37","hostname":"string 16","hostnameOverride":"string 41","imagePullSecrets":"[]core.v1.LocalObjectReference 15 list=map:name patch=merge mergeKey=name","initContainers":"[]core.v1.Container 20 list=map:name patch=merge mergeKey=name","nodeName":"string 10","nodeSelector":"map:string 7 map=atomic","os":"core.v1.PodOS 36","overhead":"map:resource.Quantity 32","preemptionPolicy":"string 31","priority":"int32 25","priorityClassName":"string 24","readinessGates":"[]core.v1.PodReadinessGate 28 list=atomic","resourceClaims":"[]core.v1.PodResourceClaim 39 list=map:name patch=merge,retainKeys mergeKey=name","resources":"core.v1.ResourceRequirements 40","restartPolicy":"string 3","runtimeClassName":"string 29","schedulerName":"string 19","schedulingGates":"[]core.v1.PodSchedulingGate 38 list=map:name patch=merge mergeKey=name","schedulingGroup":"core.v1.PodSchedulingGroup 43","securityContext":"core.v1.PodSecurityContext 14","serviceAccount":"string 9","serviceAccountName":"string 8","setHostnameAsFQDN":"boolean 35","shareProcessNamespace":"boolean 27","subdomain":"string 17","terminationGracePeriodSeconds":"int64 4","tolerations":"[]core.v1.Toleration 22 list=atomic","topologySpreadConstraints":"[]core.v1.TopologySpreadConstraint 33 list=map:topologyKey,whenUnsatisfiable patch=merge mergeKey=topologyKey","volumes":"[]core.v1.Volume 1 list=map:name patch=merge,retainKeys mergeKey=name"}}
{"name":"core.v1.PodStatus","type":"object","fields":{"allocatedResources":"map:resource.Quantity 19","conditions":"[]core.v1.PodCondition 2 list=map:type patch=merge mergeKey=type","containerStatuses":"[]core.v1.ContainerStatus 8 list=atomic","ephemeralContainerStatuses":"[]core.v1.ContainerStatus 13 list=atomic","extendedResourceClaimStatus":"core.v1.PodExtendedResourceClaimStatus 18","hostIP":"string 5","hostIPs":"[]core.v1.HostIP 16 list=atomic patch=merge mergeKey=ip","initContainerStatuses":"[]core.v1.ContainerStatus 10 list=atomic","message":"string 3","nodeAllocatableResourceClaimStatuses":"[]core.v1.NodeAllocatableResourceClaimStatus 21 list=atomic","nominatedNodeName":"string 11","observedGeneration":"int64 17","phase":"string 1","podIP":"string 6","podIPs":"[]core.v1.PodIP 12 list=map:ip patch=merge mergeKey=ip","qosClass":"string 9","reason":"string 4","resize":"string 14","resourceClaimStatuses":"[]core.v1.PodResourceClaimStatus 15 list=map:name patch=merge,retainKeys mergeKey=name","resources":"core.v1.ResourceRequirements 20","startTime":"meta.v1.Time 7"}}
{"name":"core.v1.PodStatusResult","kind":"v1 PodStatusResult","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","status":"core.v1.PodStatus 2"}}
{"name":"core.v1.PodTemplate","kind":"v1 PodTemplate","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","template":"core.v1.PodTemplateSpec 2"}}
{"name":"core.v1.PodTemplateList","kind":"v1 PodTemplateList","type":"object","fields":{"apiVersion":"string -","items":"[]core.v1.PodTemplate 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"core.v1.PodTemplateSpec","type":"object","fields":{"metadata":"meta.v1.ObjectMeta 1","spec":"core.v1.PodSpec 2"}}
{"name":"core.v1.PortStatus","type":"object","fields":{"error":"string 3","port":"int32 1 required","protocol":"string 2 required"}}
{"name":"core.v1.PortworxVolumeSource","type":"object","fields":{"fsType":"string 2","readOnly":"boolean 3","volumeID":"string 1 required"}}
{"name":"core.v1.PreferredSchedulingTerm","type":"object","fields":{"preference":"core.v1.NodeSelectorTerm 2 required","weight":"int32 1 required"}}
{"name":"core.v1.Probe","type":"object","fields":{"exec":"core.v1.ExecAction 1.1","failureThreshold":"int32 6","grpc":"core.v1.GRPCAction 1.4","httpGet":"core.v1.HTTPGetAction 1.2","initialDelaySeconds":"int32 2","periodSeconds":"int32 4","successThreshold":"int32 5","tcpSocket":"core.v1.TCPSocketAction 1.3","terminationGracePeriodSeconds":"int64 7","timeoutSeconds":"int32 3"}}
{"name":"core.v1.ProjectedVolumeSource","type":"object","fields":{"defaultMode":"int32 2","sources":"[]core.v1.VolumeProjection 1 list=atomic"}}
{"name":"core.v1.QuobyteVolumeSource","type":"object","fields":{"group":"string 5","readOnly":"boolean 3","registry":"string 1 required","tenant":"string 6","user":"string 4","volume":"string 2 required"}}
{"name":"core.v1.RBDPersistentVolumeSource","type":"object","fields":{"fsType":"string 3","image":"string 2 required","keyring":"string 6","monitors":"[]string 1 required list=atomic","pool":"string 4","readOnly":"boolean 8","secretRef":"core.v1.SecretReference 7","user":"string 5"}}
{"name":"core.v1.RBDVolumeSource","type":"object","fields":{"fsType":"string 3","image":"string 2 required","keyring":"string 6","monitors":"[]string 1 required list=atomic","pool":"string 4","readOnly":"boolean 8","secretRef":"core.v1.LocalObjectReference 7","user":"string 5"}}
{"name":"core.v1.RangeAllocation","kind":"v1 RangeAllocation","type":"object","fields":{"apiVersion":"string -","data":"byte 3 required","kind":"string -","metadata":"meta.v1.ObjectMeta 1","range":"string 2 required"}}
{"name":"core.v1.ReplicationController","kind":"v1 ReplicationController","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"core.v1.ReplicationControllerSpec 2","status":"core.v1.ReplicationControllerStatus 3"}}
{"name":"core.v1.ReplicationControllerCondition","type":"object","fields":{"lastTransitionTime":"meta.v1.Time 3","message":"string 5","reason":"string 4","status":"string 2 required","type":"string 1 required"}}
{"name":"core.v1.ReplicationControllerList","kind":"v1 ReplicationControllerList","type":"object","fields":{"apiVersion":"string -","items":"[]core.v1.ReplicationController 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"core.v1.ReplicationControllerSpec","type":"object","fields":{"minReadySeconds":"int32 4","replicas":"int32 1","selector":"map:string 2 map=atomic","template":"core.v1.PodTemplateSpec 3"}}
{"name":"core.v1.ReplicationControllerStatus","type":"object","fields":{"availableReplicas":"int32 5","conditions":"[]core.v1.ReplicationControllerCondition 6 list=map:type patch=merge mergeKey=type","fullyLabeledReplicas":"int32 2","observedGeneration":"int64 3","readyReplicas":"int32 4","replicas":"int32 1 required"}}
{"name":"core.v1.ResourceClaim","type":"object","fields":{"name":"string 1 required","request":"string 2"}}
{"name":"core.v1.ResourceFieldSelector","type":"object","mapType":"atomic","fields":{"containerName":"string 1","divisor":"resource.Quantity 3","resource":"string 2 required"}}
{"name":"core.v1.ResourceHealth","type":"object","fields":{"health":"string 2","message":"string 6","resourceID":"string 1 required"}}
{"name":"core.v1.ResourceQuota","kind":"v1 ResourceQuota","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"core.v1.ResourceQuotaSpec 2","status":"core.v1.ResourceQuotaStatus 3"}}
{"name":"core.v1.ResourceQuotaList","kind":"v1 ResourceQuotaList","type":"object","fields":{"apiVersion":"string -","items":"[]core.v1.ResourceQuota 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"core.v1.ResourceQuotaSpec","type":"object","fields":{"hard":"map:resource.Quantity 1","scopeSelector":"core.v1.ScopeSelector 3","scopes":"[]string 2 list=atomic"}}
{"name":"core.v1.ResourceQuotaStatus","type":"object","fields":{"hard":"map:resource.Quantity 1","used":"map:resource.Quantity 2"}}
{"name":"core.v1.ResourceRequirements","type":"object","fields":{"claims":"[]core.v1.ResourceClaim 3 list=map:name","limits":"map:resource.Quantity 1","requests":"map:resource.Quantity 2"}}
{"name":"core.v1.ResourceStatus","type":"object","fields":{"name":"string 1 required","resources":"[]core.v1.ResourceHealth 2 list=map:resourceID"}}
{"name":"core.v1.SELinuxOptions","type":"object","fields":{"level":"string 4","role":"string 2","type":"string 3","user":"string 1"}}
{"name":"core.v1.ScaleIOPersistentVolumeSource","type":"object","fields":{"fsType":"string 9","gateway":"string 1 required","protectionDomain":"string 5","readOnly":"boolean 10","secretRef":"core.v1.SecretReference 3 required","sslEnabled":"boolean 4","storageMode":"string 7","storagePool":"string 6","system":"string 2 required","volumeName":"string 8"}}
{"name":"core.v1.ScaleIOVolumeSource","type":"object","fields":{"fsType":"string 9","gateway":"string 1 required","protectionDomain":"string 5","readOnly":"boolean 10","secretRef":"core.v1.LocalObjectReference 3 required","sslEnabled":"boolean 4","storageMode":"string 7","storagePool":"string 6","system":"string 2 required","volumeName":"string 8"}}
{"name":"core.v1.ScopeSelector","type":"object","mapType":"atomic","fields":{"matchExpressions":"[]core.v1.ScopedResourceSelectorRequirement 1 list=atomic"}}
{"name":"core.v1.ScopedResourceSelectorRequirement","type":"object","fields":{"operator":"string 2 required","scopeName":"string 1 required","values":"[]string 3 list=atomic"}}
{"name":"core.v1.SeccompProfile","type":"object","fields":{"localhostProfile":"string 2","type":"string 1 required"}}
{"name":"core.v1.Secret","kind":"v1 Secret","type":"object","fields":{"apiVersion":"string -","data":"map:byte 2","immutable":"boolean 5","kind":"string -","metadata":"meta.v1.ObjectMeta 1","stringData":"map:string 4","type":"string 3"}}
{"name":"core.v1.SecretEnvSource","type":"object","fields":{"name":"string 1.1","optional":"boolean 2"}}
{"name":"core.v1.SecretKeySelector","type":"object","mapType":"atomic","fields":{"key":"string 2 required","name":"string 1.1","optional":"boolean 3"}}
{"name":"core.v1.SecretList","kind":"v1 SecretList","type":"object","fields":{"apiVersion":"string -","items":"[]core.v1.Secret 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"core.v1.SecretProjection","type":"object","fields":{"items":"[]core.v1.KeyToPath 2 list=atomic","name":"string 1.1","optional":"boolean 4"}}
{"name":"core.v1.SecretReference","type":"object","mapType":"atomic","fields":{"name":"string 1","namespace":"string 2"}}
{"name":"core.v1.SecretVolumeSource","type":"object","fields":{"defaultMode":"int32 3","items":"[]core.v1.KeyToPath 2 list=atomic","optional":"boolean 4","secretName":"string 1"}}
{"name":"core.v1.SecurityContext","type":"object","fields":{"allowPrivilegeEscalation":"boolean 7","appArmorProfile":"core.v1.AppArmorProfile 12","capabilities":"core.v1.Capabilities 1","privileged":"boolean 2","procMount":"string 9","readOnlyRootFilesystem":"boolean 6","runAsGroup":"int64 8","runAsNonRoot":"boolean 5","runAsUser":"int64 4","seLinuxOptions":"core.v1.SELinuxOptions 3","seccompProfile":"core.v1.SeccompProfile 11","windowsOptions":"core.v1.WindowsSecurityContextOptions 10"}}
{"name":"core.v1.SerializedReference","kind":"v1 SerializedReference","type":"object","fields":{"apiVersion":"string -","kind":"string -","reference":"core.v1.ObjectReference 1"}}
{"name":"core.v1.Service","kind":"v1 Service","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"core.v1.ServiceSpec 2","status":"core.v1.ServiceStatus 3"}}
{"name":"core.v1.ServiceAccount","kind":"v1 ServiceAccount","type":"object","fields":{"apiVersion":"string -","automountServiceAccountToken":"boolean 4","imagePullSecrets":"[]core.v1.LocalObjectReference 3 list=atomic","kind":"string -","metadata":"meta.v1.ObjectMeta 1","secrets":"[]core.v1.ObjectReference 2 list=map:name patch=merge mergeKey=name"}}
{"name":"core.v1.ServiceAccountList","kind":"v1 ServiceAccountList","type":"object","fields":{"apiVersion":"string -","items":"[]core.v1.ServiceAccount 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"core.v1.ServiceAccountTokenProjection","type":"object","fields":{"audience":"string 1","expirationSeconds":"int64 2","path":"string 3 required"}}
{"name":"core.v1.ServiceList","kind":"v1 ServiceList","type":"object","fields":{"apiVersion":"string -","items":"[]core.v1.Service 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"core.v1.ServicePort","type":"object","fields":{"appProtocol":"string 6","name":"string 1","nodePort":"int32 5","port":"int32 3 required","protocol":"string 2 default=TCP","targetPort":"intstr.IntOrString 4"}}
{"name":"core.v1.ServiceProxyOptions","kind":"v1 ServiceProxyOptions","type":"object","fields":{"apiVersion":"string -","kind":"string -","path":"string 1"}}
{"name":"core.v1.ServiceSpec","type":"object","fields":{"allocateLoadBalancerNodePorts":"boolean 20","clusterIP":"string 3","clusterIPs":"[]string 18 list=atomic","externalIPs":"[]string 5 list=atomic","externalName":"string 10","externalTrafficPolicy":"string 11","healthCheckNodePort":"int32 12","internalTrafficPolicy":"string 22","ipFamilies":"[]string 19 list=atomic","ipFamilyPolicy":"string 17","loadBalancerClass":"string 21","loadBalancerIP":"string 8","loadBalancerSourceRanges":"[]string 9 list=atomic","ports":"[]core.v1.ServicePort 1 list=map:port,protocol patch=merge mergeKey=port","publishNotReadyAddresses":"boolean 13","selector":"map:string 2 map=atomic","sessionAffinity":"string 7","sessionAffinityConfig":"core.v1.SessionAffinityConfig 14","trafficDistribution":"string 23","type":"string 4"}}
{"name":"core.v1.ServiceStatus","type":"object","fields":{"conditions":"[]meta.v1.Condition 2 list=map:type patch=merge mergeKey=type","loadBalancer":"core.v1.LoadBalancerStatus 1"}}
{"name":"core.v1.SessionAffinityConfig","type":"object","fields":{"clientIP":"core.v1.ClientIPConfig 1"}}
{"name":"core.v1.SleepAction","type":"object","fields":{"seconds":"int64 1 required"}}
{"name":"core.v1.StorageOSPersistentVolumeSource","type":"object","fields":{"fsType":"string 3","readOnly":"boolean 4","secretRef":"core.v1.ObjectReference 5","volumeName":"string 1","volumeNamespace":"string 2"}}
{"name":"core.v1.StorageOSVolumeSource","type":"object","fields":{"fsType":"string 3","readOnly":"boolean 4","secretRef":"core.v1.LocalObjectReference 5","volumeName":"string 1","volumeNamespace":"string 2"}}
{"name":"core.v1.Sysctl","type":"object","fields":{"name":"string 1 required","value":"string 2 required"}}
{"name":"core.v1.TCPSocketAction","type":"object","fields":{"host":"string 2","port":"intstr.IntOrString 1 required"}}
{"name":"core.v1.Taint","type":"object","fields":{"effect":"string 3 required","key":"string 1 required","timeAdded":"meta.v1.Time 4","value":"string 2"}}
{"name":"core.v1.Toleration","type":"object","fields":{"effect":"string 4","key":"string 1","operator":"string 2","tolerationSeconds":"int64 5","value":"string 3"}}
{"name":"core.v1.TopologySelectorLabelRequirement","type":"object","fields":{"key":"string 1 required","values":"[]string 2 required list=atomic"}}
{"name":"core.v1.TopologySelectorTerm","type":"object","mapType":"atomic","fields":{"matchLabelExpressions":"[]core.v1.TopologySelectorLabelRequirement 1 list=atomic"}}
{"name":"core.v1.TopologySpreadConstraint","type":"object","fields":{"labelSelector":"meta.v1.LabelSelector 4","matchLabelKeys":"[]string 8 list=atomic","maxSkew":"int32 1 required","minDomains":"int32 5","nodeAffinityPolicy":"string 6","nodeTaintsPolicy":"string 7","topologyKey":"string 2 required","whenUnsatisfiable":"string 3 required"}}
{"name":"core.v1.TypedLocalObjectReference","type":"object","mapType":"atomic","fields":{"apiGroup":"string 1","kind":"string 2 required","name":"string 3 required"}}
{"name":"core.v1.TypedObjectReference","type":"object","fields":{"apiGroup":"string 1","kind":"string 2 required","name":"string 3 required","namespace":"string 4"}}
{"name":"core.v1.Volume","type":"object","fields":{"awsElasticBlockStore":"core.v1.AWSElasticBlockStoreVolumeSource 2.4","azureDisk":"core.v1.AzureDiskVolumeSource 2.22","azureFile":"core.v1.AzureFileVolumeSource 2.18","cephfs":"core.v1.CephFSVolumeSource 2.14","cinder":"core.v1.CinderVolumeSource 2.13","configMap":"core.v1.ConfigMapVolumeSource 2.19","csi":"core.v1.CSIVolumeSource 2.28","downwardAPI":"core.v1.DownwardAPIVolumeSource 2.16","emptyDir":"core.v1.EmptyDirVolumeSource 2.2","ephemeral":"core.v1.EphemeralVolumeSource 2.29","fc":"core.v1.FCVolumeSource 2.17","flexVolume":"core.v1.FlexVolumeSource 2.12","flocker":"core.v1.FlockerVolumeSource 2.15","gcePersistentDisk":"core.v1.GCEPersistentDiskVolumeSource 2.3","gitRepo":"core.v1.GitRepoVolumeSource 2.5","glusterfs":"core.v1.GlusterfsVolumeSource 2.9","hostPath":"core.v1.HostPathVolumeSource 2.1","image":"core.v1.ImageVolumeSource 2.30","iscsi":"core.v1.ISCSIVolumeSource 2.8","name":"string 1 required","nfs":"core.v1.NFSVolumeSource 2.7","persistentVolumeClaim":"core.v1.PersistentVolumeClaimVolumeSource 2.10","photonPersistentDisk":"core.v1.PhotonPersistentDiskVolumeSource 2.23","portworxVolume":"core.v1.PortworxVolumeSource 2.24","projected":"core.v1.ProjectedVolumeSource 2.26","quobyte":"core.v1.QuobyteVolumeSource 2.21","rbd":"core.v1.RBDVolumeSource 2.11","scaleIO":"core.v1.ScaleIOVolumeSource 2.25","secret":"core.v1.SecretVolumeSource 2.6","storageos":"core.v1.StorageOSVolumeSource 2.27","vsphereVolume":"core.v1.VsphereVirtualDiskVolumeSource 2.20"}}
{"name":"core.v1.VolumeDevice","type":"object","fields":{"devicePath":"string 2 required","name":"string 1 required"}}
{"name":"core.v1.VolumeMount","type":"object","fields":{"mountPath":"string 3 required","mountPropagation":"string 5","name":"string 1 required","readOnly":"boolean 2","recursiveReadOnly":"string 7","subPath":"string 4","subPathExpr":"string 6"}}
{"name":"core.v1.VolumeMountStatus","type":"object","fields":{"mountPath":"string 2 required","name":"string 1 required","readOnly":"boolean 3","recursiveReadOnly":"string 4","volumeStatus":"core.v1.VolumeStatus 5"}}
{"name":"core.v1.VolumeNodeAffinity","type":"object","fields":{"required":"core.v1.NodeSelector 1"}}
{"name":"core.v1.VolumeProjection","type":"object","fields":{"clusterTrustBundle":"core.v1.ClusterTrustBundleProjection 5","configMap":"core.v1.ConfigMapProjection 3","downwardAPI":"core.v1.DownwardAPIProjection 2","podCertificate":"core.v1.PodCertificateProjection 6","secret":"core.v1.SecretProjection 1","serviceAccountToken":"core.v1.ServiceAccountTokenProjection 4"}}
{"name":"core.v1.VolumeResourceRequirements","type":"object","fields":{"limits":"map:resource.Quantity 1","requests":"map:resource.Quantity 2"}}
{"name":"core.v1.VolumeStatus","type":"object","fields":{"image":"core.v1.ImageVolumeStatus 1"}}
{"name":"core.v1.VsphereVirtualDiskVolumeSource","type":"object","fields":{"fsType":"string 2","storagePolicyID":"string 4","storagePolicyName":"string 3","volumePath":"string 1 required"}}
{"name":"core.v1.WeightedPodAffinityTerm","type":"object","fields":{"podAffinityTerm":"core.v1.PodAffinityTerm 2 required","weight":"int32 1 required"}}
{"name":"core.v1.WindowsSecurityContextOptions","type":"object","fields":{"gmsaCredentialSpec":"string 2","gmsaCredentialSpecName":"string 1","hostProcess":"boolean 4","runAsUserName":"string 3"}}
{"name":"discovery.v1.Endpoint","type":"object","fields":{"addresses":"[]string 1 required list=set","conditions":"discovery.v1.EndpointConditions 2","deprecatedTopology":"map:string 5","hints":"discovery.v1.EndpointHints 8","hostname":"string 3","nodeName":"string 6","targetRef":"core.v1.ObjectReference 4","zone":"string 7"}}
{"name":"discovery.v1.EndpointConditions","type":"object","fields":{"ready":"boolean 1","serving":"boolean 2","terminating":"boolean 3"}}
{"name":"discovery.v1.EndpointHints","type":"object","fields":{"forNodes":"[]discovery.v1.ForNode 2 list=atomic","forZones":"[]discovery.v1.ForZone 1 list=atomic"}}
{"name":"discovery.v1.EndpointPort","type":"object","mapType":"atomic","fields":{"appProtocol":"string 4","name":"string 1","port":"int32 3","protocol":"string 2"}}
{"name":"discovery.v1.EndpointSlice","kind":"discovery.k8s.io/v1 EndpointSlice","type":"object","fields":{"addressType":"string 4 required","apiVersion":"string -","endpoints":"[]discovery.v1.Endpoint 2 list=atomic","kind":"string -","metadata":"meta.v1.ObjectMeta 1","ports":"[]discovery.v1.EndpointPort 3 list=atomic"}}
{"name":"discovery.v1.EndpointSliceList","kind":"discovery.k8s.io/v1 EndpointSliceList","type":"object","fields":{"apiVersion":"string -","items":"[]discovery.v1.EndpointSlice 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"discovery.v1.ForNode","type":"object","fields":{"name":"string 1 required"}}
{"name":"discovery.v1.ForZone","type":"object","fields":{"name":"string 1 required"}}
{"name":"events.v1.Event","kind":"events.k8s.io/v1 Event","type":"object","fields":{"action":"string 6","apiVersion":"string -","deprecatedCount":"int32 15","deprecatedFirstTimestamp":"meta.v1.Time 13","deprecatedLastTimestamp":"meta.v1.Time 14","deprecatedSource":"core.v1.EventSource 12","eventTime":"meta.v1.MicroTime 2 required","kind":"string -","metadata":"meta.v1.ObjectMeta 1","note":"string 10","reason":"string 7","regarding":"core.v1.ObjectReference 8","related":"core.v1.ObjectReference 9","reportingController":"string 4","reportingInstance":"string 5","series":"events.v1.EventSeries 3","type":"string 11"}}
{"name":"events.v1.EventList","kind":"events.k8s.io/v1 EventList","type":"object","fields":{"apiVersion":"string -","items":"[]events.v1.Event 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"events.v1.EventSeries","type":"object","fields":{"count":"int32 1 required","lastObservedTime":"meta.v1.MicroTime 2 required"}}
{"name":"flowcontrol.v1.ExemptPriorityLevelConfiguration","type":"object","fields":{"lendablePercent":"int32 2","nominalConcurrencyShares":"int32 1"}}
{"name":"flowcontrol.v1.FlowDistinguisherMethod","type":"object","fields":{"type":"string 1 required"}}
{"name":"flowcontrol.v1.FlowSchema","kind":"flowcontrol.apiserver.k8s.io/v1 FlowSchema","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"flowcontrol.v1.FlowSchemaSpec 2","status":"flowcontrol.v1.FlowSchemaStatus 3"}}
{"name":"flowcontrol.v1.FlowSchemaCondition","type":"object","fields":{"lastTransitionTime":"meta.v1.Time 3","message":"string 5","reason":"string 4","status":"string 2","type":"string 1"}}
{"name":"flowcontrol.v1.FlowSchemaList","kind":"flowcontrol.apiserver.k8s.io/v1 FlowSchemaList","type":"object","fields":{"apiVersion":"string -","items":"[]flowcontrol.v1.FlowSchema 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"flowcontrol.v1.FlowSchemaSpec","type":"object","fields":{"distinguisherMethod":"flowcontrol.v1.FlowDistinguisherMethod 3","matchingPrecedence":"int32 2","priorityLevelConfiguration":"flowcontrol.v1.PriorityLevelConfigurationReference 1 required","rules":"[]flowcontrol.v1.PolicyRulesWithSubjects 4 list=atomic"}}
{"name":"flowcontrol.v1.FlowSchemaStatus","type":"object","fields":{"conditions":"[]flowcontrol.v1.FlowSchemaCondition 1 list=map:type patch=merge mergeKey=type"}}
{"name":"flowcontrol.v1.GroupSubject","type":"object","fields":{"name":"string 1 required"}}
{"name":"flowcontrol.v1.LimitResponse","type":"object","fields":{"queuing":"flowcontrol.v1.QueuingConfiguration 2","type":"string 1 required"}}
{"name":"flowcontrol.v1.LimitedPriorityLevelConfiguration","type":"object","fields":{"borrowingLimitPercent":"int32 4","lendablePercent":"int32 3","limitResponse":"flowcontrol.v1.LimitResponse 2","nominalConcurrencyShares":"int32 1"}}
{"name":"flowcontrol.v1.NonResourcePolicyRule","type":"object","fields":{"nonResourceURLs":"[]string 6 required list=set","verbs":"[]string 1 required list=set"}}
{"name":"flowcontrol.v1.PolicyRulesWithSubjects","type":"object","fields":{"nonResourceRules":"[]flowcontrol.v1.NonResourcePolicyRule 3 list=atomic","resourceRules":"[]flowcontrol.v1.ResourcePolicyRule 2 list=atomic","subjects":"[]flowcontrol.v1.Subject 1 required list=atomic"}}
{"name":"flowcontrol.v1.PriorityLevelConfiguration","kind":"flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"flowcontrol.v1.PriorityLevelConfigurationSpec 2","status":"flowcontrol.v1.PriorityLevelConfigurationStatus 3"}}
{"name":"flowcontrol.v1.PriorityLevelConfigurationCondition","type":"object","fields":{"lastTransitionTime":"meta.v1.Time 3","message":"string 5","reason":"string 4","status":"string 2","type":"string 1"}}
{"name":"flowcontrol.v1.PriorityLevelConfigurationList","kind":"flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfigurationList","type":"object","fields":{"apiVersion":"string -","items":"[]flowcontrol.v1.PriorityLevelConfiguration 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"flowcontrol.v1.PriorityLevelConfigurationReference","type":"object","fields":{"name":"string 1 required"}}
{"name":"flowcontrol.v1.PriorityLevelConfigurationSpec","type":"object","fields":{"exempt":"flowcontrol.v1.ExemptPriorityLevelConfiguration 3","limited":"flowcontrol.v1.LimitedPriorityLevelConfiguration 2","type":"string 1 required"}}
{"name":"flowcontrol.v1.PriorityLevelConfigurationStatus","type":"object","fields":{"conditions":"[]flowcontrol.v1.PriorityLevelConfigurationCondition 1 list=map:type patch=merge mergeKey=type"}}
{"name":"flowcontrol.v1.QueuingConfiguration","type":"object","fields":{"handSize":"int32 2","queueLengthLimit":"int32 3","queues":"int32 1"}}
{"name":"flowcontrol.v1.ResourcePolicyRule","type":"object","fields":{"apiGroups":"[]string 2 required list=set","clusterScope":"boolean 4","namespaces":"[]string 5 list=set","resources":"[]string 3 required list=set","verbs":"[]string 1 required list=set"}}
{"name":"flowcontrol.v1.ServiceAccountSubject","type":"object","fields":{"name":"string 2 required","namespace":"string 1 required"}}
{"name":"flowcontrol.v1.Subject","type":"object","fields":{"group":"flowcontrol.v1.GroupSubject 3","kind":"string 1 required","serviceAccount":"flowcontrol.v1.ServiceAccountSubject 4","user":"flowcontrol.v1.UserSubject 2"}}
{"name":"flowcontrol.v1.UserSubject","type":"object","fields":{"name":"string 1 required"}}
{"name":"intstr.IntOrString","type":"string","format":"int-or-string"}
{"name":"meta.v1.APIGroup","kind":"v1 APIGroup","type":"object","fields":{"apiVersion":"string -","kind":"string -","name":"string 1 required","preferredVersion":"meta.v1.GroupVersionForDiscovery 3","serverAddressByClientCIDRs":"[]meta.v1.ServerAddressByClientCIDR 4 list=atomic","versions":"[]meta.v1.GroupVersionForDiscovery 2 required list=atomic"}}
{"name":"meta.v1.APIGroupList","kind":"v1 APIGroupList","type":"object","fields":{"apiVersion":"string -","groups":"[]meta.v1.APIGroup 1 required list=atomic","kind":"string -"}}
{"name":"meta.v1.APIResource","type":"object","fields":{"categories":"[]string 7 list=atomic","group":"string 8","kind":"string 3 required","name":"string 1 required","namespaced":"boolean 2 required","shortNames":"[]string 5 list=atomic","singularName":"string 6 required","storageVersionHash":"string 10","verbs":"[]string 4 required","version":"string 9"}}
{"name":"meta.v1.APIResourceList","kind":"v1 APIResourceList","type":"object","fields":{"apiVersion":"string -","groupVersion":"string 1 required","kind":"string -","resources":"[]meta.v1.APIResource 2 required list=atomic"}}
{"name":"meta.v1.APIVersions","kind":"v1 APIVersions","type":"object","fields":{"apiVersion":"string -","kind":"string -","serverAddressByClientCIDRs":"[]meta.v1.ServerAddressByClientCIDR 2 required list=atomic","versions":"[]string 1 required list=atomic"}}
{"name":"meta.v1.Condition","type":"object","fields":{"lastTransitionTime":"meta.v1.Time 4 required","message":"string 6 required","observedGeneration":"int64 3","reason":"string 5 required","status":"string 2 required","type":"string 1 required"}}
{"name":"meta.v1.CreateOptions","kind":"v1 CreateOptions","type":"object","fields":{"apiVersion":"string -","dryRun":"[]string 1","fieldManager":"string 3","fieldValidation":"string 4","kind":"string -"}}
{"name":"meta.v1.DeleteOptions","kind":"v1 DeleteOptions","type":"object","fields":{"apiVersion":"string -","dryRun":"[]string 5 list=atomic","gracePeriodSeconds":"int64 1","ignoreStoreReadErrorWithClusterBreakingPotential":"boolean 6","kind":"string -","orphanDependents":"boolean 3","preconditions":"meta.v1.Preconditions 2","propagationPolicy":"string 4"}}
{"name":"meta.v1.FieldSelectorRequirement","type":"object","fields":{"key":"string 1 required","operator":"string 2 required","values":"[]string 3 list=atomic"}}
{"name":"meta.v1.FieldsV1","type":"object","open":true}
{"name":"meta.v1.GetOptions","kind":"v1 GetOptions","type":"object","fields":{"apiVersion":"string -","kind":"string -","resourceVersion":"string 1"}}
{"name":"meta.v1.GroupResource","type":"object","fields":{"group":"string 1 required","resource":"string 2 required"}}
{"name":"meta.v1.GroupVersionForDiscovery","type":"object","fields":{"groupVersion":"string 1 required","version":"string 2 required"}}
{"name":"meta.v1.GroupVersionKind","type":"object","fields":{"group":"string 1","kind":"string 3","version":"string 2"}}
{"name":"meta.v1.GroupVersionResource","type":"object","fields":{"group":"string 1","resource":"string 3","version":"string 2"}}
{"name":"meta.v1.LabelSelector","type":"object","mapType":"atomic","fields":{"matchExpressions":"[]meta.v1.LabelSelectorRequirement 2 list=atomic","matchLabels":"map:string 1"}}
{"name":"meta.v1.LabelSelectorRequirement","type":"object","fields":{"key":"string 1 required","operator":"string 2 required","values":"[]string 3 list=atomic"}}
{"name":"meta.v1.ListMeta","type":"object","fields":{"continue":"string 3","remainingItemCount":"int64 4","resourceVersion":"string 2","selfLink":"string 1","shardInfo":"meta.v1.ShardInfo 5"}}
{"name":"meta.v1.ListOptions","kind":"v1 ListOptions","type":"object","fields":{"allowWatchBookmarks":"boolean 9","apiVersion":"string -","continue":"string 8","fieldSelector":"string 2","kind":"string -","labelSelector":"string 1","limit":"int64 7","resourceVersion":"string 4","resourceVersionMatch":"string 10","sendInitialEvents":"boolean 11","shardSelector":"string 15","timeoutSeconds":"int64 5","watch":"boolean 3"}}
{"name":"meta.v1.ManagedFieldsEntry","type":"object","fields":{"apiVersion":"string 3","fieldsType":"string 6","fieldsV1":"meta.v1.FieldsV1 7","manager":"string 1","operation":"string 2","subresource":"string 8","time":"meta.v1.Time 4"}}
{"name":"meta.v1.MicroTime","type":"string","format":"micro-time"}
{"name":"meta.v1.ObjectMeta","type":"object","fields":{"annotations":"map:string 12","creationTimestamp":"meta.v1.Time 8","deletionGracePeriodSeconds":"int64 10","deletionTimestamp":"meta.v1.Time 9","finalizers":"[]string 14 list=set patch=merge","generateName":"string 2","generation":"int64 7","labels":"map:string 11","managedFields":"[]meta.v1.ManagedFieldsEntry 17 list=atomic","name":"string 1","namespace":"string 3","ownerReferences":"[]meta.v1.OwnerReference 13 list=map:uid patch=merge mergeKey=uid","resourceVersion":"string 6","selfLink":"string 4","uid":"string 5"}}
{"name":"meta.v1.OwnerReference","type":"object","mapType":"atomic","fields":{"apiVersion":"string 5 required","blockOwnerDeletion":"boolean 7","controller":"boolean 6","kind":"string 1 required","name":"string 3 required","uid":"string 4 required"}}
{"name":"meta.v1.PartialObjectMetadata","kind":"meta.k8s.io/v1 PartialObjectMetadata","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1"}}
{"name":"meta.v1.PartialObjectMetadataList","kind":"meta.k8s.io/v1 PartialObjectMetadataList","type":"object","fields":{"apiVersion":"string -","items":"[]meta.v1.PartialObjectMetadata 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"meta.v1.Patch","type":"object","open":true}
{"name":"meta.v1.PatchOptions","kind":"v1 PatchOptions","type":"object","fields":{"apiVersion":"string -","dryRun":"[]string 1","fieldManager":"string 3","fieldValidation":"string 4","force":"boolean 2","kind":"string -"}}
{"name":"meta.v1.Preconditions","type":"object","fields":{"resourceVersion":"string 2","uid":"string 1"}}
{"name":"meta.v1.ServerAddressByClientCIDR","type":"object","fields":{"clientCIDR":"string 1 required","serverAddress":"string 2 required"}}
{"name":"meta.v1.ShardInfo","type":"object","fields":{"selector":"string 1 required"}}
{"name":"meta.v1.Status","kind":"v1 Status","type":"object","fields":{"apiVersion":"string -","code":"int32 6","details":"meta.v1.StatusDetails 5","kind":"string -","message":"string 3","metadata":"meta.v1.ListMeta 1","reason":"string 4","status":"string 2"}}
{"name":"meta.v1.StatusCause","type":"object","fields":{"field":"string 3","message":"string 2","reason":"string 1"}}
{"name":"meta.v1.StatusDetails","type":"object","fields":{"causes":"[]meta.v1.StatusCause 4 list=atomic","group":"string 2","kind":"string 3","name":"string 1","retryAfterSeconds":"int32 5","uid":"string 6"}}
{"name":"meta.v1.Time","type":"string","format":"date-time"}
{"name":"meta.v1.UpdateOptions","kind":"v1 UpdateOptions","type":"object","fields":{"apiVersion":"string -","dryRun":"[]string 1","fieldManager":"string 2","fieldValidation":"string 3","kind":"string -"}}
{"name":"meta.v1.WatchEvent","kind":"v1 WatchEvent","type":"object","fields":{"object":"runtime.RawExtension 2 required","type":"string 1 required"}}
{"name":"networking.v1.HTTPIngressPath","type":"object","fields":{"backend":"networking.v1.IngressBackend 2 required","path":"string 1","pathType":"string 3 required"}}
{"name":"networking.v1.HTTPIngressRuleValue","type":"object","fields":{"paths":"[]networking.v1.HTTPIngressPath 1 required list=atomic"}}
{"name":"networking.v1.IPAddress","kind":"networking.k8s.io/v1 IPAddress","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"networking.v1.IPAddressSpec 2 required"}}
{"name":"networking.v1.IPAddressList","kind":"networking.k8s.io/v1 IPAddressList","type":"object","fields":{"apiVersion":"string -","items":"[]networking.v1.IPAddress 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"networking.v1.IPAddressSpec","type":"object","fields":{"parentRef":"networking.v1.ParentReference 1 required"}}
{"name":"networking.v1.IPBlock","type":"object","fields":{"cidr":"string 1 required","except":"[]string 2 list=atomic"}}
{"name":"networking.v1.Ingress","kind":"networking.k8s.io/v1 Ingress","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"networking.v1.IngressSpec 2","status":"networking.v1.IngressStatus 3"}}
{"name":"networking.v1.IngressBackend","type":"object","fields":{"resource":"core.v1.TypedLocalObjectReference 3","service":"networking.v1.IngressServiceBackend 4"}}
{"name":"networking.v1.IngressClass","kind":"networking.k8s.io/v1 IngressClass","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"networking.v1.IngressClassSpec 2"}}
{"name":"networking.v1.IngressClassList","kind":"networking.k8s.io/v1 IngressClassList","type":"object","fields":{"apiVersion":"string -","items":"[]networking.v1.IngressClass 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"networking.v1.IngressClassParametersReference","type":"object","fields":{"apiGroup":"string 1","kind":"string 2 required","name":"string 3 required","namespace":"string 5","scope":"string 4"}}
{"name":"networking.v1.IngressClassSpec","type":"object","fields":{"controller":"string 1","parameters":"networking.v1.IngressClassParametersReference 2"}}
{"name":"networking.v1.IngressList","kind":"networking.k8s.io/v1 IngressList","type":"object","fields":{"apiVersion":"string -","items":"[]networking.v1.Ingress 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"networking.v1.IngressLoadBalancerIngress","type":"object","fields":{"hostname":"string 2","ip":"string 1","ports":"[]networking.v1.IngressPortStatus 4 list=atomic"}}
{"name":"networking.v1.IngressLoadBalancerStatus","type":"object","fields":{"ingress":"[]networking.v1.IngressLoadBalancerIngress 1 list=atomic"}}
{"name":"networking.v1.IngressPortStatus","type":"object","fields":{"error":"string 3","port":"int32 1 required","protocol":"string 2 required"}}
{"name":"networking.v1.IngressRule","type":"object","fields":{"host":"string 1","http":"networking.v1.HTTPIngressRuleValue 2.1"}}
{"name":"networking.v1.IngressServiceBackend","type":"object","fields":{"name":"string 1 required","port":"networking.v1.ServiceBackendPort 2"}}
{"name":"networking.v1.IngressSpec","type":"object","fields":{"defaultBackend":"networking.v1.IngressBackend 1","ingressClassName":"string 4","rules":"[]networking.v1.IngressRule 3 list=atomic","tls":"[]networking.v1.IngressTLS 2 list=atomic"}}
{"name":"networking.v1.IngressStatus","type":"object","fields":{"loadBalancer":"networking.v1.IngressLoadBalancerStatus 1"}}
{"name":"networking.v1.IngressTLS","type":"object","fields":{"hosts":"[]string 1 list=atomic","secretName":"string 2"}}
{"name":"networking.v1.NetworkPolicy","kind":"networking.k8s.io/v1 NetworkPolicy","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"networking.v1.NetworkPolicySpec 2"}}
{"name":"networking.v1.NetworkPolicyEgressRule","type":"object","fields":{"ports":"[]networking.v1.NetworkPolicyPort 1 list=atomic","to":"[]networking.v1.NetworkPolicyPeer 2 list=atomic"}}
{"name":"networking.v1.NetworkPolicyIngressRule","type":"object","fields":{"from":"[]networking.v1.NetworkPolicyPeer 2 list=atomic","ports":"[]networking.v1.NetworkPolicyPort 1 list=atomic"}}
{"name":"networking.v1.NetworkPolicyList","kind":"networking.k8s.io/v1 NetworkPolicyList","type":"object","fields":{"apiVersion":"string -","items":"[]networking.v1.NetworkPolicy 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"networking.v1.NetworkPolicyPeer","type":"object","fields":{"ipBlock":"networking.v1.IPBlock 3","namespaceSelector":"meta.v1.LabelSelector 2","podSelector":"meta.v1.LabelSelector 1"}}
{"name":"networking.v1.NetworkPolicyPort","type":"object","fields":{"endPort":"int32 3","port":"intstr.IntOrString 2","protocol":"string 1"}}
{"name":"networking.v1.NetworkPolicySpec","type":"object","fields":{"egress":"[]networking.v1.NetworkPolicyEgressRule 3 list=atomic","ingress":"[]networking.v1.NetworkPolicyIngressRule 2 list=atomic","podSelector":"meta.v1.LabelSelector 1","policyTypes":"[]string 4 list=atomic"}}
{"name":"networking.v1.ParentReference","type":"object","fields":{"group":"string 1","name":"string 4 required","namespace":"string 3","resource":"string 2 required"}}
{"name":"networking.v1.ServiceBackendPort","type":"object","mapType":"atomic","fields":{"name":"string 1","number":"int32 2"}}
{"name":"networking.v1.ServiceCIDR","kind":"networking.k8s.io/v1 ServiceCIDR","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"networking.v1.ServiceCIDRSpec 2","status":"networking.v1.ServiceCIDRStatus 3"}}
{"name":"networking.v1.ServiceCIDRList","kind":"networking.k8s.io/v1 ServiceCIDRList","type":"object","fields":{"apiVersion":"string -","items":"[]networking.v1.ServiceCIDR 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"networking.v1.ServiceCIDRSpec","type":"object","fields":{"cidrs":"[]string 1 list=atomic"}}
{"name":"networking.v1.ServiceCIDRStatus","type":"object","fields":{"conditions":"[]meta.v1.Condition 1 list=map:type patch=merge mergeKey=type"}}
{"name":"node.v1.Overhead","type":"object","fields":{"podFixed":"map:resource.Quantity 1"}}
{"name":"node.v1.RuntimeClass","kind":"node.k8s.io/v1 RuntimeClass","type":"object","fields":{"apiVersion":"string -","handler":"string 2 required","kind":"string -","metadata":"meta.v1.ObjectMeta 1","overhead":"node.v1.Overhead 3","scheduling":"node.v1.Scheduling 4"}}
{"name":"node.v1.RuntimeClassList","kind":"node.k8s.io/v1 RuntimeClassList","type":"object","fields":{"apiVersion":"string -","items":"[]node.v1.RuntimeClass 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"node.v1.Scheduling","type":"object","fields":{"nodeSelector":"map:string 1 map=atomic","tolerations":"[]core.v1.Toleration 2 list=atomic"}}
{"name":"policy.v1.Eviction","kind":"policy/v1 Eviction","type":"object","fields":{"apiVersion":"string -","deleteOptions":"meta.v1.DeleteOptions 2","kind":"string -","metadata":"meta.v1.ObjectMeta 1"}}
{"name":"policy.v1.PodDisruptionBudget","kind":"policy/v1 PodDisruptionBudget","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"policy.v1.PodDisruptionBudgetSpec 2","status":"policy.v1.PodDisruptionBudgetStatus 3"}}
{"name":"policy.v1.PodDisruptionBudgetList","kind":"policy/v1 PodDisruptionBudgetList","type":"object","fields":{"apiVersion":"string -","items":"[]policy.v1.PodDisruptionBudget 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"policy.v1.PodDisruptionBudgetSpec","type":"object","fields":{"maxUnavailable":"intstr.IntOrString 3","minAvailable":"intstr.IntOrString 1","selector":"meta.v1.LabelSelector 2 patch=replace","unhealthyPodEvictionPolicy":"string 4"}}
{"name":"policy.v1.PodDisruptionBudgetStatus","type":"object","fields":{"conditions":"[]meta.v1.Condition 7 list=map:type patch=merge mergeKey=type","currentHealthy":"int32 4","desiredHealthy":"int32 5","disruptedPods":"map:meta.v1.Time 2","disruptionsAllowed":"int32 3","expectedPods":"int32 6","observedGeneration":"int64 1"}}
{"name":"rbac.v1.AggregationRule","type":"object","fields":{"clusterRoleSelectors":"[]meta.v1.LabelSelector 1 list=atomic"}}
{"name":"rbac.v1.ClusterRole","kind":"rbac.authorization.k8s.io/v1 ClusterRole","type":"object","fields":{"aggregationRule":"rbac.v1.AggregationRule 3","apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","rules":"[]rbac.v1.PolicyRule 2 list=atomic"}}
{"name":"rbac.v1.ClusterRoleBinding","kind":"rbac.authorization.k8s.io/v1 ClusterRoleBinding","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","roleRef":"rbac.v1.RoleRef 3 required","subjects":"[]rbac.v1.Subject 2 list=atomic"}}
{"name":"rbac.v1.ClusterRoleBindingList","kind":"rbac.authorization.k8s.io/v1 ClusterRoleBindingList","type":"object","fields":{"apiVersion":"string -","items":"[]rbac.v1.ClusterRoleBinding 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"rbac.v1.ClusterRoleList","kind":"rbac.authorization.k8s.io/v1 ClusterRoleList","type":"object","fields":{"apiVersion":"string -","items":"[]rbac.v1.ClusterRole 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"rbac.v1.PolicyRule","type":"object","fields":{"apiGroups":"[]string 2 list=atomic","nonResourceURLs":"[]string 5 list=atomic","resourceNames":"[]string 4 list=atomic","resources":"[]string 3 list=atomic","verbs":"[]string 1 required list=atomic"}}
{"name":"rbac.v1.Role","kind":"rbac.authorization.k8s.io/v1 Role","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","rules":"[]rbac.v1.PolicyRule 2 list=atomic"}}
{"name":"rbac.v1.RoleBinding","kind":"rbac.authorization.k8s.io/v1 RoleBinding","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","roleRef":"rbac.v1.RoleRef 3 required","subjects":"[]rbac.v1.Subject 2 list=atomic"}}
{"name":"rbac.v1.RoleBindingList","kind":"rbac.authorization.k8s.io/v1 RoleBindingList","type":"object","fields":{"apiVersion":"string -","items":"[]rbac.v1.RoleBinding 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"rbac.v1.RoleList","kind":"rbac.authorization.k8s.io/v1 RoleList","type":"object","fields":{"apiVersion":"string -","items":"[]rbac.v1.Role 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"rbac.v1.RoleRef","type":"object","mapType":"atomic","fields":{"apiGroup":"string 1","kind":"string 2 required","name":"string 3 required"}}
{"name":"rbac.v1.Subject","type":"object","mapType":"atomic","fields":{"apiGroup":"string 2","kind":"string 1 required","name":"string 3 required","namespace":"string 4"}}
{"name":"resource.Quantity","type":"string","format":"quantity"}
{"name":"resource.v1.AllocatedDeviceStatus","type":"object","fields":{"conditions":"[]meta.v1.Condition 4 list=map:type","data":"runtime.RawExtension 5","device":"string 3 required","driver":"string 1 required","networkData":"resource.v1.NetworkDeviceData 6","pool":"string 2 required","shareID":"string 7"}}
{"name":"resource.v1.AllocationResult","type":"object","fields":{"allocationTimestamp":"meta.v1.Time 5","devices":"resource.v1.DeviceAllocationResult 1","nodeSelector":"core.v1.NodeSelector 3"}}
{"name":"resource.v1.CELDeviceSelector","type":"object","fields":{"expression":"string 1 required"}}
{"name":"resource.v1.CapacityRequestPolicy","type":"object","fields":{"default":"resource.Quantity 1","validRange":"resource.v1.CapacityRequestPolicyRange 4","validValues":"[]resource.Quantity 3 list=atomic"}}
{"name":"resource.v1.CapacityRequestPolicyRange","type":"object","fields":{"max":"resource.Quantity 2","min":"resource.Quantity 1 required","step":"resource.Quantity 3"}}
{"name":"resource.v1.CapacityRequirements","type":"object","fields":{"requests":"map:resource.Quantity 1"}}
{"name":"resource.v1.Counter","type":"object","fields":{"value":"resource.Quantity 1 required"}}
{"name":"resource.v1.CounterSet","type":"object","fields":{"counters":"map:resource.v1.Counter 2 required","name":"string 1 required"}}
{"name":"resource.v1.Device","type":"object","fields":{"allNodes":"boolean 7","allowMultipleAllocations":"boolean 12","attributes":"map:resource.v1.DeviceAttribute 2","bindingConditions":"[]string 10 list=atomic","bindingFailureConditions":"[]string 11 list=atomic","bindsToNode":"boolean 9","capacity":"map:resource.v1.DeviceCapacity 3","consumesCounters":"[]resource.v1.DeviceCounterConsumption 4 list=atomic","name":"string 1 required","nodeAllocatableResourceMappings":"map:resource.v1.NodeAllocatableResourceMapping 13","nodeName":"string 5","nodeSelector":"core.v1.NodeSelector 6","taints":"[]resource.v1.DeviceTaint 8 list=atomic"}}
{"name":"resource.v1.DeviceAllocationConfiguration","type":"object","fields":{"opaque":"resource.v1.OpaqueDeviceConfiguration 3.1","requests":"[]string 2 list=atomic","source":"string 1 required"}}
{"name":"resource.v1.DeviceAllocationResult","type":"object","fields":{"config":"[]resource.v1.DeviceAllocationConfiguration 2 list=atomic","results":"[]resource.v1.DeviceRequestAllocationResult 1 list=atomic"}}
{"name":"resource.v1.DeviceAttribute","type":"object","fields":{"bool":"boolean 3","bools":"[]boolean 7 list=atomic","int":"int64 2","ints":"[]int64 6 list=atomic","string":"string 4","strings":"[]string 8 list=atomic","version":"string 5","versions":"[]string 9 list=atomic"}}
{"name":"resource.v1.DeviceCapacity","type":"object","fields":{"requestPolicy":"resource.v1.CapacityRequestPolicy 2","value":"resource.Quantity 1 required"}}
{"name":"resource.v1.DeviceClaim","type":"object","fields":{"config":"[]resource.v1.DeviceClaimConfiguration 3 list=atomic","constraints":"[]resource.v1.DeviceConstraint 2 list=atomic","requests":"[]resource.v1.DeviceRequest 1 list=atomic"}}
{"name":"resource.v1.DeviceClaimConfiguration","type":"object","fields":{"opaque":"resource.v1.OpaqueDeviceConfiguration 2.1","requests":"[]string 1 list=atomic"}}
{"name":"resource.v1.DeviceClass","kind":"resource.k8s.io/v1 DeviceClass","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"resource.v1.DeviceClassSpec 2 required"}}
{"name":"resource.v1.DeviceClassConfiguration","type":"object","fields":{"opaque":"resource.v1.OpaqueDeviceConfiguration 1.1"}}
{"name":"resource.v1.DeviceClassList","kind":"resource.k8s.io/v1 DeviceClassList","type":"object","fields":{"apiVersion":"string -","items":"[]resource.v1.DeviceClass 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"resource.v1.DeviceClassSpec","type":"object","fields":{"config":"[]resource.v1.DeviceClassConfiguration 2 list=atomic","extendedResourceName":"string 4","selectors":"[]resource.v1.DeviceSelector 1 list=atomic"}}
{"name":"resource.v1.DeviceConstraint","type":"object","fields":{"distinctAttribute":"string 3","matchAttribute":"string 2","requests":"[]string 1 list=atomic"}}
{"name":"resource.v1.DeviceCounterConsumption","type":"object","fields":{"counterSet":"string 1 required","counters":"map:resource.v1.Counter 2 required"}}
{"name":"resource.v1.DeviceRequest","type":"object","fields":{"exactly":"resource.v1.ExactDeviceRequest 2","firstAvailable":"[]resource.v1.DeviceSubRequest 3 list=atomic","name":"string 1 required"}}
{"name":"resource.v1.DeviceRequestAllocationResult","type":"object","fields":{"adminAccess":"boolean 5","bindingConditions":"[]string 7 list=atomic","bindingFailureConditions":"[]string 8 list=atomic","consumedCapacity":"map:resource.Quantity 10","device":"string 4 required","driver":"string 2 required","pool":"string 3 required","request":"string 1 required","shareID":"string 9","tolerations":"[]resource.v1.DeviceToleration 6 list=atomic"}}
{"name":"resource.v1.DeviceSelector","type":"object","fields":{"cel":"resource.v1.CELDeviceSelector 1"}}
{"name":"resource.v1.DeviceSubRequest","type":"object","fields":{"allocationMode":"string 4","capacity":"resource.v1.CapacityRequirements 7","count":"int64 5","deviceClassName":"string 2 required","name":"string 1 required","selectors":"[]resource.v1.DeviceSelector 3 list=atomic","tolerations":"[]resource.v1.DeviceToleration 6 list=atomic"}}
{"name":"resource.v1.DeviceTaint","type":"object","fields":{"effect":"string 3 required","key":"string 1 required","timeAdded":"meta.v1.Time 4","value":"string 2"}}
{"name":"resource.v1.DeviceToleration","type":"object","fields":{"effect":"string 4","key":"string 1","operator":"string 2","tolerationSeconds":"int64 5","value":"string 3"}}
{"name":"resource.v1.ExactDeviceRequest","type":"object","fields":{"adminAccess":"boolean 5","allocationMode":"string 3","capacity":"resource.v1.CapacityRequirements 7","count":"int64 4","deviceClassName":"string 1 required","selectors":"[]resource.v1.DeviceSelector 2 list=atomic","tolerations":"[]resource.v1.DeviceToleration 6 list=atomic"}}
{"name":"resource.v1.NetworkDeviceData","type":"object","fields":{"hardwareAddress":"string 3","interfaceName":"string 1","ips":"[]string 2 list=atomic"}}
{"name":"resource.v1.NodeAllocatableResourceMapping","type":"object","fields":{"allocationMultiplier":"resource.Quantity 2","capacityKey":"string 1"}}
{"name":"resource.v1.OpaqueDeviceConfiguration","type":"object","fields":{"driver":"string 1 required","parameters":"runtime.RawExtension 2 required"}}
{"name":"resource.v1.ResourceClaim","kind":"resource.k8s.io/v1 ResourceClaim","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"resource.v1.ResourceClaimSpec 2 required","status":"resource.v1.ResourceClaimStatus 3"}}
{"name":"resource.v1.ResourceClaimConsumerReference","type":"object","fields":{"apiGroup":"string 1","name":"string 4 required","resource":"string 3 required","uid":"string 5 required"}}
{"name":"resource.v1.ResourceClaimList","kind":"resource.k8s.io/v1 ResourceClaimList","type":"object","fields":{"apiVersion":"string -","items":"[]resource.v1.ResourceClaim 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"resource.v1.ResourceClaimSpec","type":"object","fields":{"devices":"resource.v1.DeviceClaim 1"}}
{"name":"resource.v1.ResourceClaimStatus","type":"object","fields":{"allocation":"resource.v1.AllocationResult 1","devices":"[]resource.v1.AllocatedDeviceStatus 4 list=map:driver,device,pool,shareID","reservedFor":"[]resource.v1.ResourceClaimConsumerReference 2 list=map:uid patch=merge mergeKey=uid"}}
{"name":"resource.v1.ResourceClaimTemplate","kind":"resource.k8s.io/v1 ResourceClaimTemplate","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"resource.v1.ResourceClaimTemplateSpec 2 required"}}
{"name":"resource.v1.ResourceClaimTemplateList","kind":"resource.k8s.io/v1 ResourceClaimTemplateList","type":"object","fields":{"apiVersion":"string -","items":"[]resource.v1.ResourceClaimTemplate 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"resource.v1.ResourceClaimTemplateSpec","type":"object","fields":{"metadata":"meta.v1.ObjectMeta 1","spec":"resource.v1.ResourceClaimSpec 2 required"}}
{"name":"resource.v1.ResourcePool","type":"object","fields":{"generation":"int64 2 required","name":"string 1 required","resourceSliceCount":"int64 3 required"}}
{"name":"resource.v1.ResourceSlice","kind":"resource.k8s.io/v1 ResourceSlice","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"resource.v1.ResourceSliceSpec 2 required"}}
{"name":"resource.v1.ResourceSliceList","kind":"resource.k8s.io/v1 ResourceSliceList","type":"object","fields":{"apiVersion":"string -","items":"[]resource.v1.ResourceSlice 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"resource.v1.ResourceSliceSpec","type":"object","fields":{"allNodes":"boolean 5","devices":"[]resource.v1.Device 6 list=atomic","driver":"string 1 required","nodeName":"string 3","nodeSelector":"core.v1.NodeSelector 4","perDeviceNodeSelection":"boolean 7","pool":"resource.v1.ResourcePool 2 required","sharedCounters":"[]resource.v1.CounterSet 8 list=atomic"}}
{"name":"runtime.RawExtension","type":"object","open":true}
{"name":"scheduling.v1.PriorityClass","kind":"scheduling.k8s.io/v1 PriorityClass","type":"object","fields":{"apiVersion":"string -","description":"string 4","globalDefault":"boolean 3","kind":"string -","metadata":"meta.v1.ObjectMeta 1","preemptionPolicy":"string 5","value":"int32 2"}}
{"name":"scheduling.v1.PriorityClassList","kind":"scheduling.k8s.io/v1 PriorityClassList","type":"object","fields":{"apiVersion":"string -","items":"[]scheduling.v1.PriorityClass 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"storage.v1.CSIDriver","kind":"storage.k8s.io/v1 CSIDriver","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"storage.v1.CSIDriverSpec 2 required"}}
{"name":"storage.v1.CSIDriverList","kind":"storage.k8s.io/v1 CSIDriverList","type":"object","fields":{"apiVersion":"string -","items":"[]storage.v1.CSIDriver 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"storage.v1.CSIDriverSpec","type":"object","fields":{"attachRequired":"boolean 1","fsGroupPolicy":"string 5","nodeAllocatableUpdatePeriodSeconds":"int64 9","podInfoOnMount":"boolean 2","preventPodSchedulingIfMissing":"boolean 11","requiresRepublish":"boolean 7","seLinuxMount":"boolean 8","serviceAccountTokenInSecrets":"boolean 10","storageCapacity":"boolean 4","tokenRequests":"[]storage.v1.TokenRequest 6 list=atomic","volumeLifecycleModes":"[]string 3 list=set"}}
{"name":"storage.v1.CSINode","kind":"storage.k8s.io/v1 CSINode","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"storage.v1.CSINodeSpec 2 required"}}
{"name":"storage.v1.CSINodeDriver","type":"object","fields":{"allocatable":"storage.v1.VolumeNodeResources 4","name":"string 1 required","nodeID":"string 2 required","topologyKeys":"[]string 3 list=atomic"}}
{"name":"storage.v1.CSINodeList","kind":"storage.k8s.io/v1 CSINodeList","type":"object","fields":{"apiVersion":"string -","items":"[]storage.v1.CSINode 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"storage.v1.CSINodeSpec","type":"object","fields":{"drivers":"[]storage.v1.CSINodeDriver 1 required list=map:name patch=merge mergeKey=name"}}
{"name":"storage.v1.CSIStorageCapacity","kind":"storage.k8s.io/v1 CSIStorageCapacity","type":"object","fields":{"apiVersion":"string -","capacity":"resource.Quantity 4","kind":"string -","maximumVolumeSize":"resource.Quantity 5","metadata":"meta.v1.ObjectMeta 1","nodeTopology":"meta.v1.LabelSelector 2","storageClassName":"string 3 required"}}
{"name":"storage.v1.CSIStorageCapacityList","kind":"storage.k8s.io/v1 CSIStorageCapacityList","type":"object","fields":{"apiVersion":"string -","items":"[]storage.v1.CSIStorageCapacity 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"storage.v1.StorageClass","kind":"storage.k8s.io/v1 StorageClass","type":"object","fields":{"allowVolumeExpansion":"boolean 6","allowedTopologies":"[]core.v1.TopologySelectorTerm 8 list=atomic","apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","mountOptions":"[]string 5 list=atomic","parameters":"map:string 3","provisioner":"string 2 required","reclaimPolicy":"string 4","volumeBindingMode":"string 7"}}
{"name":"storage.v1.StorageClassList","kind":"storage.k8s.io/v1 StorageClassList","type":"object","fields":{"apiVersion":"string -","items":"[]storage.v1.StorageClass 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"storage.v1.TokenRequest","type":"object","fields":{"audience":"string 1 required","expirationSeconds":"int64 2"}}
{"name":"storage.v1.VolumeAttachment","kind":"storage.k8s.io/v1 VolumeAttachment","type":"object","fields":{"apiVersion":"string -","kind":"string -","metadata":"meta.v1.ObjectMeta 1","spec":"storage.v1.VolumeAttachmentSpec 2 required","status":"storage.v1.VolumeAttachmentStatus 3"}}
{"name":"storage.v1.VolumeAttachmentList","kind":"storage.k8s.io/v1 VolumeAttachmentList","type":"object","fields":{"apiVersion":"string -","items":"[]storage.v1.VolumeAttachment 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"storage.v1.VolumeAttachmentSource","type":"object","fields":{"inlineVolumeSpec":"core.v1.PersistentVolumeSpec 2","persistentVolumeName":"string 1"}}
{"name":"storage.v1.VolumeAttachmentSpec","type":"object","fields":{"attacher":"string 1 required","nodeName":"string 3 required","source":"storage.v1.VolumeAttachmentSource 2 required"}}
{"name":"storage.v1.VolumeAttachmentStatus","type":"object","fields":{"attachError":"storage.v1.VolumeError 3","attached":"boolean 1 required","attachmentMetadata":"map:string 2","detachError":"storage.v1.VolumeError 4"}}
{"name":"storage.v1.VolumeAttributesClass","kind":"storage.k8s.io/v1 VolumeAttributesClass","type":"object","fields":{"apiVersion":"string -","driverName":"string 2 required","kind":"string -","metadata":"meta.v1.ObjectMeta 1","parameters":"map:string 3"}}
{"name":"storage.v1.VolumeAttributesClassList","kind":"storage.k8s.io/v1 VolumeAttributesClassList","type":"object","fields":{"apiVersion":"string -","items":"[]storage.v1.VolumeAttributesClass 2 required","kind":"string -","metadata":"meta.v1.ListMeta 1"}}
{"name":"storage.v1.VolumeError","type":"object","fields":{"errorCode":"int32 3","message":"string 2","time":"meta.v1.Time 1"}}
{"name":"storage.v1.VolumeNodeResources","type":"object","fields":{"count":"int32 1"}}
{"name":"version.Info","type":"object","fields":{"buildDate":"string - required","compiler":"string - required","emulationMajor":"string -","emulationMinor":"string -","gitCommit":"string - required","gitTreeState":"string - required","gitVersion":"string - required","goVersion":"string - required","major":"string - required","minCompatibilityMajor":"string -","minCompatibilityMinor":"string -","minor":"string - required","platform":"string - required"}}`;

/** apiVersion, kind, definition. */
export const kindLines = `admission.k8s.io/v1 AdmissionReview admission.v1.AdmissionReview
admissionregistration.k8s.io/v1 MutatingAdmissionPolicy admissionregistration.v1.MutatingAdmissionPolicy
admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding admissionregistration.v1.MutatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBindingList admissionregistration.v1.MutatingAdmissionPolicyBindingList
admissionregistration.k8s.io/v1 MutatingAdmissionPolicyList admissionregistration.v1.MutatingAdmissionPolicyList
admissionregistration.k8s.io/v1 MutatingWebhookConfiguration admissionregistration.v1.MutatingWebhookConfiguration
admissionregistration.k8s.io/v1 MutatingWebhookConfigurationList admissionregistration.v1.MutatingWebhookConfigurationList
admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy admissionregistration.v1.ValidatingAdmissionPolicy
admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding admissionregistration.v1.ValidatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBindingList admissionregistration.v1.ValidatingAdmissionPolicyBindingList
admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyList admissionregistration.v1.ValidatingAdmissionPolicyList
admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration admissionregistration.v1.ValidatingWebhookConfiguration
admissionregistration.k8s.io/v1 ValidatingWebhookConfigurationList admissionregistration.v1.ValidatingWebhookConfigurationList
apidiscovery.k8s.io/v2 APIGroupDiscovery apidiscovery.v2.APIGroupDiscovery
apidiscovery.k8s.io/v2 APIGroupDiscoveryList apidiscovery.v2.APIGroupDiscoveryList
apiextensions.k8s.io/v1 ConversionReview apiextensions.v1.ConversionReview
apiextensions.k8s.io/v1 CustomResourceDefinition apiextensions.v1.CustomResourceDefinition
apiextensions.k8s.io/v1 CustomResourceDefinitionList apiextensions.v1.CustomResourceDefinitionList
apiregistration.k8s.io/v1 APIService apiregistration.v1.APIService
apiregistration.k8s.io/v1 APIServiceList apiregistration.v1.APIServiceList
apps/v1 ControllerRevision apps.v1.ControllerRevision
apps/v1 ControllerRevisionList apps.v1.ControllerRevisionList
apps/v1 DaemonSet apps.v1.DaemonSet
apps/v1 DaemonSetList apps.v1.DaemonSetList
apps/v1 Deployment apps.v1.Deployment
apps/v1 DeploymentList apps.v1.DeploymentList
apps/v1 ReplicaSet apps.v1.ReplicaSet
apps/v1 ReplicaSetList apps.v1.ReplicaSetList
apps/v1 StatefulSet apps.v1.StatefulSet
apps/v1 StatefulSetList apps.v1.StatefulSetList
authentication.k8s.io/v1 SelfSubjectReview authentication.v1.SelfSubjectReview
authentication.k8s.io/v1 TokenRequest authentication.v1.TokenRequest
authentication.k8s.io/v1 TokenReview authentication.v1.TokenReview
authorization.k8s.io/v1 LocalSubjectAccessReview authorization.v1.LocalSubjectAccessReview
authorization.k8s.io/v1 SelfSubjectAccessReview authorization.v1.SelfSubjectAccessReview
authorization.k8s.io/v1 SelfSubjectRulesReview authorization.v1.SelfSubjectRulesReview
authorization.k8s.io/v1 SubjectAccessReview authorization.v1.SubjectAccessReview
autoscaling/v1 HorizontalPodAutoscaler autoscaling.v1.HorizontalPodAutoscaler
autoscaling/v1 HorizontalPodAutoscalerList autoscaling.v1.HorizontalPodAutoscalerList
autoscaling/v1 Scale autoscaling.v1.Scale
autoscaling/v2 HorizontalPodAutoscaler autoscaling.v2.HorizontalPodAutoscaler
autoscaling/v2 HorizontalPodAutoscalerList autoscaling.v2.HorizontalPodAutoscalerList
batch/v1 CronJob batch.v1.CronJob
batch/v1 CronJobList batch.v1.CronJobList
batch/v1 Job batch.v1.Job
batch/v1 JobList batch.v1.JobList
certificates.k8s.io/v1 CertificateSigningRequest certificates.v1.CertificateSigningRequest
certificates.k8s.io/v1 CertificateSigningRequestList certificates.v1.CertificateSigningRequestList
coordination.k8s.io/v1 Lease coordination.v1.Lease
coordination.k8s.io/v1 LeaseList coordination.v1.LeaseList
discovery.k8s.io/v1 EndpointSlice discovery.v1.EndpointSlice
discovery.k8s.io/v1 EndpointSliceList discovery.v1.EndpointSliceList
events.k8s.io/v1 Event events.v1.Event
events.k8s.io/v1 EventList events.v1.EventList
flowcontrol.apiserver.k8s.io/v1 FlowSchema flowcontrol.v1.FlowSchema
flowcontrol.apiserver.k8s.io/v1 FlowSchemaList flowcontrol.v1.FlowSchemaList
flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration flowcontrol.v1.PriorityLevelConfiguration
flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfigurationList flowcontrol.v1.PriorityLevelConfigurationList
meta.k8s.io/v1 PartialObjectMetadata meta.v1.PartialObjectMetadata
meta.k8s.io/v1 PartialObjectMetadataList meta.v1.PartialObjectMetadataList
networking.k8s.io/v1 IPAddress networking.v1.IPAddress
networking.k8s.io/v1 IPAddressList networking.v1.IPAddressList
networking.k8s.io/v1 Ingress networking.v1.Ingress
networking.k8s.io/v1 IngressClass networking.v1.IngressClass
networking.k8s.io/v1 IngressClassList networking.v1.IngressClassList
networking.k8s.io/v1 IngressList networking.v1.IngressList
networking.k8s.io/v1 NetworkPolicy networking.v1.NetworkPolicy
networking.k8s.io/v1 NetworkPolicyList networking.v1.NetworkPolicyList
networking.k8s.io/v1 ServiceCIDR networking.v1.ServiceCIDR
networking.k8s.io/v1 ServiceCIDRList networking.v1.ServiceCIDRList
node.k8s.io/v1 RuntimeClass node.v1.RuntimeClass
node.k8s.io/v1 RuntimeClassList node.v1.RuntimeClassList
policy/v1 Eviction policy.v1.Eviction
policy/v1 PodDisruptionBudget policy.v1.PodDisruptionBudget
policy/v1 PodDisruptionBudgetList policy.v1.PodDisruptionBudgetList
rbac.authorization.k8s.io/v1 ClusterRole rbac.v1.ClusterRole
rbac.authorization.k8s.io/v1 ClusterRoleBinding rbac.v1.ClusterRoleBinding
rbac.authorization.k8s.io/v1 ClusterRoleBindingList rbac.v1.ClusterRoleBindingList
rbac.authorization.k8s.io/v1 ClusterRoleList rbac.v1.ClusterRoleList
rbac.authorization.k8s.io/v1 Role rbac.v1.Role
rbac.authorization.k8s.io/v1 RoleBinding rbac.v1.RoleBinding
rbac.authorization.k8s.io/v1 RoleBindingList rbac.v1.RoleBindingList
rbac.authorization.k8s.io/v1 RoleList rbac.v1.RoleList
resource.k8s.io/v1 DeviceClass resource.v1.DeviceClass
resource.k8s.io/v1 DeviceClassList resource.v1.DeviceClassList
resource.k8s.io/v1 ResourceClaim resource.v1.ResourceClaim
resource.k8s.io/v1 ResourceClaimList resource.v1.ResourceClaimList
resource.k8s.io/v1 ResourceClaimTemplate resource.v1.ResourceClaimTemplate
resource.k8s.io/v1 ResourceClaimTemplateList resource.v1.ResourceClaimTemplateList
resource.k8s.io/v1 ResourceSlice resource.v1.ResourceSlice
resource.k8s.io/v1 ResourceSliceList resource.v1.ResourceSliceList
scheduling.k8s.io/v1 PriorityClass scheduling.v1.PriorityClass
scheduling.k8s.io/v1 PriorityClassList scheduling.v1.PriorityClassList
storage.k8s.io/v1 CSIDriver storage.v1.CSIDriver
storage.k8s.io/v1 CSIDriverList storage.v1.CSIDriverList
storage.k8s.io/v1 CSINode storage.v1.CSINode
storage.k8s.io/v1 CSINodeList storage.v1.CSINodeList
storage.k8s.io/v1 CSIStorageCapacity storage.v1.CSIStorageCapacity
storage.k8s.io/v1 CSIStorageCapacityList storage.v1.CSIStorageCapacityList
storage.k8s.io/v1 StorageClass storage.v1.StorageClass
storage.k8s.io/v1 StorageClassList storage.v1.StorageClassList
storage.k8s.io/v1 VolumeAttachment storage.v1.VolumeAttachment
storage.k8s.io/v1 VolumeAttachmentList storage.v1.VolumeAttachmentList
storage.k8s.io/v1 VolumeAttributesClass storage.v1.VolumeAttributesClass
storage.k8s.io/v1 VolumeAttributesClassList storage.v1.VolumeAttributesClassList
v1 APIGroup meta.v1.APIGroup
v1 APIGroupList meta.v1.APIGroupList
v1 APIResourceList meta.v1.APIResourceList
v1 APIVersions meta.v1.APIVersions
v1 Binding core.v1.Binding
v1 ComponentStatus core.v1.ComponentStatus
v1 ComponentStatusList core.v1.ComponentStatusList
v1 ConfigMap core.v1.ConfigMap
v1 ConfigMapList core.v1.ConfigMapList
v1 CreateOptions meta.v1.CreateOptions
v1 DeleteOptions meta.v1.DeleteOptions
v1 Endpoints core.v1.Endpoints
v1 EndpointsList core.v1.EndpointsList
v1 Event core.v1.Event
v1 EventList core.v1.EventList
v1 GetOptions meta.v1.GetOptions
v1 LimitRange core.v1.LimitRange
v1 LimitRangeList core.v1.LimitRangeList
v1 ListOptions meta.v1.ListOptions
v1 Namespace core.v1.Namespace
v1 NamespaceList core.v1.NamespaceList
v1 Node core.v1.Node
v1 NodeList core.v1.NodeList
v1 NodeProxyOptions core.v1.NodeProxyOptions
v1 PatchOptions meta.v1.PatchOptions
v1 PersistentVolume core.v1.PersistentVolume
v1 PersistentVolumeClaim core.v1.PersistentVolumeClaim
v1 PersistentVolumeClaimList core.v1.PersistentVolumeClaimList
v1 PersistentVolumeList core.v1.PersistentVolumeList
v1 Pod core.v1.Pod
v1 PodAttachOptions core.v1.PodAttachOptions
v1 PodExecOptions core.v1.PodExecOptions
v1 PodList core.v1.PodList
v1 PodLogOptions core.v1.PodLogOptions
v1 PodPortForwardOptions core.v1.PodPortForwardOptions
v1 PodProxyOptions core.v1.PodProxyOptions
v1 PodStatusResult core.v1.PodStatusResult
v1 PodTemplate core.v1.PodTemplate
v1 PodTemplateList core.v1.PodTemplateList
v1 RangeAllocation core.v1.RangeAllocation
v1 ReplicationController core.v1.ReplicationController
v1 ReplicationControllerList core.v1.ReplicationControllerList
v1 ResourceQuota core.v1.ResourceQuota
v1 ResourceQuotaList core.v1.ResourceQuotaList
v1 Secret core.v1.Secret
v1 SecretList core.v1.SecretList
v1 SerializedReference core.v1.SerializedReference
v1 Service core.v1.Service
v1 ServiceAccount core.v1.ServiceAccount
v1 ServiceAccountList core.v1.ServiceAccountList
v1 ServiceList core.v1.ServiceList
v1 ServiceProxyOptions core.v1.ServiceProxyOptions
v1 Status meta.v1.Status
v1 UpdateOptions meta.v1.UpdateOptions
v1 WatchEvent meta.v1.WatchEvent`;

/** Kinds whose schema does not depend on the group. */
export const kindsOfEveryGroup: readonly string[] = ["CreateOptions","DeleteOptions","GetOptions","ListOptions","PatchOptions","UpdateOptions","WatchEvent"];
