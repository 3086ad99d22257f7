# PostgreSQL of the cluster edition: two instances in two zones, of which one takes over when the other is lost.

resource "aws_db_subnet_group" "movies" {
  count = var.create_database ? 1 : 0

  name       = var.name
  subnet_ids = var.private_subnet_ids
}

resource "aws_security_group" "database" {
  count = var.create_database ? 1 : 0

  name        = "${var.name}-database"
  description = "Who may reach the database"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  count = var.create_database ? length(local.database_clients) : 0

  security_group_id            = aws_security_group.database[0].id
  description                  = "Silos and API"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = local.database_clients[count.index]
}

resource "aws_db_parameter_group" "movies" {
  count = var.create_database ? 1 : 0

  name_prefix = "${var.name}-"
  family      = "postgres${split(".", var.database_version)[0]}"

  # Nobody gets in without TLS.
  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_instance" "movies" {
  count = var.create_database ? 1 : 0

  identifier     = var.name
  engine         = "postgres"
  engine_version = var.database_version
  instance_class = var.database_instance_class
  db_name        = "movies"
  port           = 5432

  # The password is made, kept and rotated by Secrets Manager: it is neither here nor in the state. It is the owner's, who makes users
  # for silos and API with fewer rights: README.md.
  username                    = "movies_owner"
  manage_master_user_password = true

  multi_az               = true
  db_subnet_group_name   = aws_db_subnet_group.movies[0].name
  vpc_security_group_ids = [aws_security_group.database[0].id]
  publicly_accessible    = false
  parameter_group_name   = aws_db_parameter_group.movies[0].name
  ca_cert_identifier     = "rds-ca-rsa2048-g1"

  storage_type          = "gp3"
  storage_encrypted     = true
  allocated_storage     = var.database_storage_gb.first
  max_allocated_storage = var.database_storage_gb.most

  backup_retention_period    = var.database_backup_days
  copy_tags_to_snapshot      = true
  deletion_protection        = var.database_deletion_protection
  skip_final_snapshot        = false
  final_snapshot_identifier  = "${var.name}-final"
  auto_minor_version_upgrade = true

  performance_insights_enabled    = true
  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]

  lifecycle {
    precondition {
      condition     = var.vpc_id != null && length(var.private_subnet_ids) > 1
      error_message = "create_database needs vpc_id and private_subnet_ids."
    }
  }
}
