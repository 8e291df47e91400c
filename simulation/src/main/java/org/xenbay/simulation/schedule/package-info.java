// SPDX-License-Identifier: Apache-2.0
/**
 * Threads whose every switch a seed decides. Classes are loaded with their locks, waits, threads and clocks replaced by those of
 * a {@link org.xenbay.simulation.schedule.Scheduler}, of which one thread runs at a time; so the same seed gives the same run.
 */
package org.xenbay.simulation.schedule;
