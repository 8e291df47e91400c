// SPDX-License-Identifier: Apache-2.0
/** How devices survive a restart of the core: their state between two runs. */
package org.xenbay.core.handover;
