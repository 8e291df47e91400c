// SPDX-License-Identifier: Apache-2.0
/**
 * Who may use the page: tokens, sessions, names of this host, and how often somebody may try. Knows no server and no device. From any
 * thread.
 */
package org.xenbay.web.access;
