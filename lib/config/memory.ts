/**
 * The memory of each function. Lambda allocates CPU in proportion to it, and cold starts and PBKDF2
 * are CPU-bound. 1,769 MB equal one vCPU (AWS: "Configure Lambda function memory").
 */
export const MEMORY_MEGABYTES = 1_024;
