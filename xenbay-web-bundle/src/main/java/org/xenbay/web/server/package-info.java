// SPDX-License-Identifier: Apache-2.0
/**
 * The server: connectors, what each request has to bring, files of the page, and answers. The only package that knows Jetty's server. What
 * asks the host runs on a few threads of its own, not on the server's.
 */
package org.xenbay.web.server;
