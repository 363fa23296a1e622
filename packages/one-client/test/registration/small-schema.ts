import { type JsonValue } from "@neurophys/alf";

const ENDPOINTS: Readonly<Record<string, readonly string[]>> = {
  "/dataset-types": ["get"],
  "/data-formats": ["get"],
  "/subjects/{nickname}": ["get"],
  "/datasets": ["get"],
  "/files/{id}": ["patch"],
  "/users/{username}": ["get"],
  "/projects/{name}": ["get"],
  "/labs/{name}": ["get"],
  "/data-repository/{name}": ["get"],
  "/sessions": ["get", "post"],
  "/sessions/{id}": ["put"],
  "/register-file": ["post"],
  "/check-protected": ["get"],
  "/water-administrations": ["post"],
  "/weighings": ["post"],
};

/** What a database says of the endpoints that registration asks. */
export const SMALL_SCHEMA: JsonValue = {
  openapi: "3.0.3",
  paths: Object.fromEntries(
    Object.entries(ENDPOINTS).map(([path, methods]) => [path, Object.fromEntries(methods.map((name) => [name, {}]))]),
  ),
};
