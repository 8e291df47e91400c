// SPDX-License-Identifier: Apache-2.0
/**
 * What the page shows of the host, and what it has done there: by the services of others, as far as they are there. Knows no server and no
 * session. What may block runs on threads of the page.
 */
package org.xenbay.web.host;
