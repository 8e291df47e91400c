// SPDX-License-Identifier: Apache-2.0
/** The life of a device as a pure function of what is known and what happens. */
package org.xenbay.core.machine;
