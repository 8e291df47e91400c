// SPDX-License-Identifier: Apache-2.0
/** The commands of scope {@code xen}; each component is a few of them, found by Gogo through its service properties. */
package org.xenbay.shell.internal.command;
