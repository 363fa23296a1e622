/** A request of a recording, told by its label. */
export interface ReplayedRequest {
  readonly label: string;
  readonly method: string;
  readonly path: string;
  /** JSON, a text as it is, or a function that makes a form. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Requests that were sent before it and whose answers were not recorded. */
  readonly before?: readonly Omit<ReplayedRequest, "label">[];
  /** Why our answer is another one, on purpose. */
  readonly differs?: string;
}

export const get = (label: string, path: string, more: Partial<ReplayedRequest> = {}): ReplayedRequest => ({
  label,
  method: "GET",
  path,
  ...more,
});

export const post = (
  label: string,
  path: string,
  body: unknown,
  more: Partial<ReplayedRequest> = {},
): ReplayedRequest => ({
  label,
  method: "POST",
  path,
  body,
  ...more,
});

export const patch = (
  label: string,
  path: string,
  body: unknown,
  more: Partial<ReplayedRequest> = {},
): ReplayedRequest => ({
  label,
  method: "PATCH",
  path,
  body,
  ...more,
});

export const remove = (label: string, path: string): ReplayedRequest => ({ label, method: "DELETE", path });

/** Ids as the recordings have them. */
export const SESSION = "0ff6f5fe-8f4e-4eb8-9c84-4b99d3d0b3da";
export const SUBJECT = "e046d283-2bda-4611-9e37-f1142f39c9a9";
export const INSERTION = "4facfd8e-ac21-4c6e-894c-66f01c8d1b2d";
export const TRAJECTORY = "ab48c07c-ede4-4fa4-81d1-60d95dbdd19e";
export const DATASET = "3443af4e-a632-4292-b4b9-cb3032617af6";
export const NOBODY = "6f0e2f3c-9f4b-4f0e-9d4e-0d9d3a7c9f11";
