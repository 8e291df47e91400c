// SPDX-License-Identifier: Apache-2.0
/** The one-shot client, {@code xenbay <command>}: plain Java, packed into a separate jar. */
package org.xenbay.shell.client;
