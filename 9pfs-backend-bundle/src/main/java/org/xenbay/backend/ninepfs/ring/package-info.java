// SPDX-License-Identifier: Apache-2.0
/** The server's transport on Xen: rings in memory that a guest shares (xen/include/public/io/9pfs.h). */
package org.xenbay.backend.ninepfs.ring;
