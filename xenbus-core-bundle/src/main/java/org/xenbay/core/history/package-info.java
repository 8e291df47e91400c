// SPDX-License-Identifier: Apache-2.0
/**
 * The last minutes of each device, in a file of the run folder that the process maps. Knows devices by their ids only, and nothing of the
 * state machine or of handlers.
 */
package org.xenbay.core.history;
