// SPDX-License-Identifier: Apache-2.0
/** What the daemon's health check and the one-shot client's look at the host judge by. Knows the JDK only. */
package org.xenbay.shell.rule;
