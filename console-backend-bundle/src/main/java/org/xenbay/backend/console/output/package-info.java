// SPDX-License-Identifier: Apache-2.0
/**
 * A guest's latest output and each reader's place in it: positions, pieces of memory, lines. Knows no ring, no reader's
 * name and no journal; of the platform only the guest's allowance of memory.
 */
package org.xenbay.backend.console.output;
