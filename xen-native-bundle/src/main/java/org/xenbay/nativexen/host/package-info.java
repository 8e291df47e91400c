// SPDX-License-Identifier: Apache-2.0
/** What backends need from the host's operating system: pseudo terminals, by the C library. Not exported. */
package org.xenbay.nativexen.host;
