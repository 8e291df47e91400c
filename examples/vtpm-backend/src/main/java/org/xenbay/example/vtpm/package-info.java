// SPDX-License-Identifier: Apache-2.0
/** The TPM of a guest: the backend of Linux's driver xen-tpmfront, in front of swtpm. */
@NullMarked
package org.xenbay.example.vtpm;

import org.jspecify.annotations.NullMarked;
