// SPDX-License-Identifier: Apache-2.0
/**
 * What outlasts a process that is killed: a guest's fids, path entries and locks, and how far its requests have come, in memory
 * that is a file (ADR 17). Each class writes so that what is there makes sense after every single store.
 */
package org.xenbay.backend.ninepfs.journal;
