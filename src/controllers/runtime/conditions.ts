// Conditions of a status: one of each type, with the time of its last turn.

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

export function findCondition<Type extends Condition>(
  conditions: readonly Type[] | undefined,
  type: string,
): Type | undefined {
  return conditions?.find((one) => one.type === type);
}

/** With `condition` in place of the one of its type, which keeps its time of turning when its status is the same. */
export function withCondition<Type extends Condition>(
  conditions: readonly Type[] | undefined,
  condition: Type,
): Type[] {
  const old = findCondition(conditions, condition.type);
  const turned = old === undefined || old.status !== condition.status;
  const since = turned ? condition.lastTransitionTime : old.lastTransitionTime;
  const placed = { ...condition, ...(since === undefined ? {} : { lastTransitionTime: since }) };
  if (old === undefined) return [...(conditions ?? []), placed];
  return (conditions ?? []).map((one) => (one === old ? placed : one));
}

export function withoutCondition<Type extends Condition>(
  conditions: readonly Type[] | undefined,
  type: string,
): Type[] | undefined {
  const rest = conditions?.filter((one) => one.type !== type);
  return rest === undefined || rest.length === 0 ? undefined : rest;
}
