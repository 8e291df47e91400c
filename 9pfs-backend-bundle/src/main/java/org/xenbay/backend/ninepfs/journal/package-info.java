// SPDX-License-Identifier: Apache-2.0
/**
 * The state that the next process takes over after a kill: a guest's fids, path entries and locks, and how far its requests
 * have come, in a mapped file (ADR 17). A successor can use the state after every single store.
 */
package org.xenbay.backend.ninepfs.journal;
