"""A RUDI portal, node, manager and storage on this machine, for tests and demonstrations.

The routes, their parameters and their answers are the facts table of the project's study of RUDI (portal 3.3.2, node
2.5.0, storage 1.2.0). Only the standard library is used. ``python -m cityorchestra.tests.rudi.server`` runs it; tests
take it from the fixture ``rudi_server``.
"""

from .application import RudiServer, ServerOptions

__all__ = ["RudiServer", "ServerOptions"]
