/** The version of ONE whose requests and tables these are. */
export const ONE_API_VERSION: string = "3.4.2";
