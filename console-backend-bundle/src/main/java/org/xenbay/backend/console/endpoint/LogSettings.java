// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.endpoint;

import java.nio.file.Path;

/**
 * How logs are written.
 *
 * @param directory folder of the logs
 * @param size size in bytes at which a new file of the log begins
 * @param parts number of older files that are kept
 * @param timed whether lines begin with their time
 * @param filtered whether control characters are replaced
 */
public record LogSettings(Path directory, long size, int parts, boolean timed, boolean filtered) {}
