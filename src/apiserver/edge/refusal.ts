// An object's refusal, as the error that it stands for.
import { type StatusDetails, StatusError, type StatusReason } from "../../apimachinery/status-error.ts";

export async function refusal(response: Response): Promise<StatusError> {
  const status = (await response.json()) as { message?: string; reason?: StatusReason; details?: StatusDetails };
  return new StatusError(response.status, status.reason ?? "", status.message ?? "", status.details);
}
