// SPDX-License-Identifier: Apache-2.0
/** How Linux schedules threads of this process. Knows the C library only. Not exported. */
package org.xenbay.nativexen.thread;
