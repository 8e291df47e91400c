// SPDX-License-Identifier: Apache-2.0
/** The states of a device as a pure function of its model and of events. */
package org.xenbay.core.machine;
