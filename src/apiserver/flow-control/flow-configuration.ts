// From FlowSchema and PriorityLevelConfiguration objects to what requests are sorted and counted by.
import type {
  FlowSchema,
  PolicyRulesWithSubjects,
  PriorityLevelConfiguration,
  QueuingConfiguration,
} from "../../kinds/facts/types.gen.ts";
import { FairQueues, type QueueShape } from "./fair-queues.ts";
import { serverSeats } from "./limits.ts";
import { suggestedLevels, suggestedSchemas } from "./suggested.ts";

export interface Flow {
  readonly name: string;
  /** Of the object; absent while the cluster has none: the suggested configuration holds then. */
  readonly uid?: string;
  readonly level: string;
  readonly levelUid?: string;
  readonly distinguisher: string | undefined;
  readonly rules: readonly PolicyRulesWithSubjects[];
}

interface LevelShape {
  readonly name: string;
  readonly exempt: boolean;
  /** Its share of the server's seats. */
  readonly nominalSeats: number;
  /** What of them it lends to nobody. */
  readonly ownSeats: number;
  /** With all that it may borrow. */
  readonly seatsMax: number;
  /** Absent: requests that find no seat are turned away at once. */
  readonly queuing: QueueShape | undefined;
}

/** Why a request was turned away, in the words of the metric. */
export type RejectReason = "concurrency-limit" | "queue-full" | "time-out" | "cancelled";

export interface Level extends LevelShape {
  readonly queues: FairQueues;
  executing: number;
  dispatched: number;
  readonly rejected: Map<RejectReason, number>;
}

export interface FlowConfiguration {
  /** In the order they are asked. */
  readonly flows: readonly Flow[];
  readonly levels: readonly LevelShape[];
  /** What the levels together lend. */
  readonly lendableSeats: number;
}

/** What a cluster's API has of them: metadata and spec are looked at. */
export function flowConfiguration(
  schemas: readonly FlowSchema[],
  levels: readonly PriorityLevelConfiguration[],
): FlowConfiguration {
  const uids = new Map(levels.map(({ metadata }) => [metadata?.name ?? "", metadata?.uid]));
  const flows = schemas
    .map(({ metadata, spec }) => {
      const level = spec?.priorityLevelConfiguration.name ?? "";
      const levelUid = uids.get(level);
      return {
        name: metadata?.name ?? "",
        ...(metadata?.uid === undefined ? {} : { uid: metadata.uid }),
        level,
        ...(levelUid === undefined ? {} : { levelUid }),
        distinguisher: spec?.distinguisherMethod?.type,
        rules: spec?.rules ?? [],
        precedence: spec?.matchingPrecedence ?? 0,
      };
    })
    // A schema whose level is not there matches nothing. Kubernetes: apf_controller.go digestFlowSchemasLocked
    .filter(({ level }) => uids.has(level))
    .sort((one, other) => one.precedence - other.precedence || (one.name < other.name ? -1 : 1))
    .map(({ precedence: _precedence, ...flow }) => flow);
  const shapes = levelShapes(levels);
  const lendableSeats = shapes.reduce((sum, { nominalSeats, ownSeats }) => sum + nominalSeats - ownSeats, 0);
  return { flows, levels: shapes, lendableSeats };
}

/** Kubernetes: apf_controller.go finishQueueSetReconfigsLocked; shares that lend are lent at once here, not by demand. */
function levelShapes(levels: readonly PriorityLevelConfiguration[]): LevelShape[] {
  const sharesOf = ({ spec }: PriorityLevelConfiguration) =>
    (spec?.limited ?? spec?.exempt)?.nominalConcurrencyShares ?? 0;
  const total = Math.max(
    1,
    levels.reduce((sum, level) => sum + sharesOf(level), 0),
  );
  return levels.map((level) => {
    const { spec, metadata } = level;
    const nominalSeats = Math.ceil((serverSeats * sharesOf(level)) / total);
    const { lendablePercent = 0 } = spec?.limited ?? spec?.exempt ?? {};
    const borrowing = spec?.limited?.borrowingLimitPercent;
    const queuing = spec?.limited?.limitResponse?.queuing;
    const exempt = spec?.type === "Exempt";
    return {
      name: metadata?.name ?? "",
      exempt,
      nominalSeats,
      ownSeats: nominalSeats - Math.round((nominalSeats * lendablePercent) / 100),
      seatsMax: borrowing === undefined ? serverSeats : nominalSeats + Math.round((nominalSeats * borrowing) / 100),
      queuing: queuing === undefined ? undefined : queueShape(queuing),
    };
  });
}

function queueShape({ queues = 1, handSize = 1, queueLengthLimit = 1 }: QueuingConfiguration): QueueShape {
  return { queues, handSize, queueLengthLimit };
}

/** Fresh counters, but for those levels that stay: what they serve is still being served. */
export function levelsOf(
  { levels }: FlowConfiguration,
  before: ReadonlyMap<string, Level> = new Map(),
): ReadonlyMap<string, Level> {
  return new Map(levels.map((shape) => [shape.name, levelOf(shape, before.get(shape.name))]));
}

function levelOf(shape: LevelShape, before: Level | undefined): Level {
  if (before !== undefined) return Object.assign(before, shape);
  return { ...shape, queues: new FairQueues(), executing: 0, dispatched: 0, rejected: new Map() };
}

/** What holds in a cluster that has no such objects (yet). */
export const suggestedConfiguration: FlowConfiguration = flowConfiguration(
  suggestedSchemas.map(({ name, spec }) => ({ metadata: { name }, spec })),
  suggestedLevels.map(({ name, spec }) => ({ metadata: { name }, spec })),
);
