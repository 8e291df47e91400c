// SPDX-License-Identifier: Apache-2.0
/**
 * Threads whose switches are all decided by a seed. When classes are loaded, their locks, waits, threads and clocks are
 * replaced by those of a {@link org.xenbay.simulation.schedule.Scheduler}, which runs one thread at a time. The same seed
 * therefore repeats the same run.
 */
package org.xenbay.simulation.schedule;
