// SPDX-License-Identifier: Apache-2.0
/**
 * The state that the next process takes over after a kill: a guest's fids, path entries and locks, and how far its requests
 * have come, in memory that is a file (ADR 17). After every single store the state is one that a successor can use.
 */
package org.xenbay.backend.ninepfs.journal;
