/* The topics of the demo, which are those of the default configuration. */
#ifndef CD_CONSUMER_DEMO_TOPICS_H
#define CD_CONSUMER_DEMO_TOPICS_H

#define CD_DEMO_INPUT       "articles.raw"
#define CD_DEMO_OUTPUT      "articles.desk"
#define CD_DEMO_DUPLICATES  "articles.duplicates"
#define CD_DEMO_DEAD_LETTER "articles.dead"
#define CD_DEMO_LEDGER      "copydesk.ledger"

#endif
