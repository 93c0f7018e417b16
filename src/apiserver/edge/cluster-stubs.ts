// The objects of one cluster, as the Worker reaches them: small interfaces, so that the edge runs on anything.
import type { ClientCertificate } from "../../auth/certificates/issue.ts";
import type { ClusterCredentials } from "../../auth/credentials.ts";
import type { User } from "../../auth/user.ts";
import type { PickAnswer } from "../../feed/messages.ts";
import type { AuditPage, AuditQuery } from "../audit/audit-log.ts";
import type { AuditSink } from "../audit/audit-outbox.ts";
import type { CatalogSource } from "../custom/custom-kinds.ts";
import type { SettingsSource } from "./edge-settings.ts";

/** An object that serves a scope's API. */
export interface ScopeStub {
  fetch(url: string, init: RequestInit): Promise<Response>;
}

export interface NamespaceStub extends ScopeStub {}

export interface ClusterStub extends ScopeStub, CatalogSource, SettingsSource, AuditSink {
  /** Undefined when there is no such cluster. */
  publicCredentials(): Promise<ClusterCredentials | undefined>;
  /** A definition of a custom resource, as it is stored. */
  customDefinition(name: string): Promise<string | undefined>;
  /** What API servers elsewhere are shown. */
  frontProxyClient(): Promise<ClientCertificate>;
  auditPage(query: AuditQuery): Promise<AuditPage>;
  /** [R4] */
  pick(request: { readonly atLeast?: number; readonly exact?: number }): Promise<PickAnswer>;
  /** A token for a node that joins with a join token. */
  issueNodeToken(node: string): Promise<string>;
}

export interface ClusterStubs {
  readonly id: string;
  readonly cluster: ClusterStub;
  namespace(name: string): NamespaceStub;
}

/** A caller that was authenticated, with the text its identity travels as. */
export interface Caller {
  readonly user: User;
  readonly header: string;
}
