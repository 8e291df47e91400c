// SPDX-License-Identifier: Apache-2.0
/**
 * What a guest wrote lately, and how far each reader is in it: positions, pieces of memory, lines. Knows no ring, no reader's
 * name and no journal; of the platform only the guest's budget of memory.
 */
package org.xenbay.backend.console.output;
