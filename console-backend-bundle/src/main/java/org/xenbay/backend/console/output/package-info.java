// SPDX-License-Identifier: Apache-2.0
/**
 * A guest's latest output and each reader's place in it: positions, pieces of memory, lines. The package knows neither rings
 * nor readers' names nor journals. Of the platform it uses only the guest's allowance of memory.
 */
package org.xenbay.backend.console.output;
