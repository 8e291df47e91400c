/** What operators see of the core and do with it. */
package org.xenbay.core.admin;
