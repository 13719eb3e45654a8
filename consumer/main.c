/* The entry, and nothing else: everything that is tested lies in libraries. */
#include "consumer/command.h"

int main(int argc, char **argv) { return cd_command_line(argc, argv); }
