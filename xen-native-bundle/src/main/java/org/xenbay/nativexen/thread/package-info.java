// SPDX-License-Identifier: Apache-2.0
/** Scheduling of this process's threads by Linux. It uses only the C library. Not exported. */
package org.xenbay.nativexen.thread;
