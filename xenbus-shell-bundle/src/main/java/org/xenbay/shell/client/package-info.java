// SPDX-License-Identifier: Apache-2.0
/** The one-shot client, {@code xenbay <command>}: plain Java, packed into a jar of its own. */
package org.xenbay.shell.client;
