/* What a handle is set to, apart from its callbacks; see client.h. */
#ifndef CD_CONSUMER_CLIENT_SETTINGS_H
#define CD_CONSUMER_CLIENT_SETTINGS_H

#include "consumer/client.h"

/* Puts our defaults, the user's settings and our necessities into `conf`, in this order.
 * CD_EUSAGE names the setting at fault. */
CD_MUST_USE int cd_client_settings(rd_kafka_conf_t *conf, enum cd_client_role role,
                                   const struct cd_config *config, struct cd_error *err);

#endif
