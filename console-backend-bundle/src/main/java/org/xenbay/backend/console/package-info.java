// SPDX-License-Identifier: Apache-2.0
/**
 * The PV console backend: what a guest writes goes to a pseudo terminal, a UNIX socket, a log file and whoever attached
 * in the shell, all at once; what they type goes to the guest. Nothing is exported.
 *
 * <p>This package joins the others: it reads XenStore and the configuration, connects guests, and makes consoles with their
 * endpoints, new ones and such that go on with what a predecessor left. The arrows of the others point one way: endpoint → flow →
 * handover → output. Each may use those to the right of it, none those to the left. The command uses none of them.
 */
package org.xenbay.backend.console;
