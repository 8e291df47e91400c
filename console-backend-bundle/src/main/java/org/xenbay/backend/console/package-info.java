// SPDX-License-Identifier: Apache-2.0
/**
 * The PV console backend: output of a guest goes to a pseudo terminal, a UNIX socket, a log file and attached shells, all at
 * once; input from there goes to the guest. Nothing is exported.
 *
 * <p>This package joins the others: it reads XenStore and the configuration, connects guests, and makes consoles with their
 * endpoints, which are new or continue a predecessor's. The others depend on one another in one direction: endpoint → flow →
 * handover → output. Each may use those to the right of it, none those to the left. The command uses none of them.
 */
package org.xenbay.backend.console;
